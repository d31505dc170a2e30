using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>Over the registry's HTTP API: every message gets a response with its result.</summary>
internal sealed class HttpLink(HttpClient client, Uri api) : IFleetLink
{
    public string Description => $"over HTTP to {api.GetLeftPart(UriPartial.Authority)}";

    public int Concurrency => 32;

    public bool CountsHeartbeats => true;

    public Task<Receipt> RegisterAsync(IReadOnlyList<RegisterAgent> agents, CancellationToken cancellationToken) =>
        PostAsync<AgentsAccepted>(
            "api/v1/agents/bulk",
            new
            {
                Agents = agents.Select(agent => new
                {
                    Id = agent.AgentId,
                    agent.Name,
                    agent.Description,
                    agent.Tags,
                    agent.Capabilities,
                    agent.StartedAt,
                }),
            },
            accepted => Receipt.Accepted with
            {
                RefusedAgents = accepted.Results
                    .Where(result => result.Outcome is AgentOutcome.Rejected or AgentOutcome.Conflict)
                    .ToDictionary(result => result.AgentId, Reason, StringComparer.Ordinal),
            },
            cancellationToken);

    public Task<Receipt> SendHeartbeatsAsync(HeartbeatBatch batch, CancellationToken cancellationToken) =>
        PostAsync<HeartbeatsAccepted>(
            "api/v1/heartbeats",
            new
            {
                batch.SentAt,
                Heartbeats = batch.Heartbeats.Select(heartbeat => new { heartbeat.AgentId, heartbeat.Status, heartbeat.ActiveTasks, heartbeat.Load, heartbeat.UptimeSeconds }),
            },
            accepted => Receipt.Accepted with
            {
                RefusedAgents = accepted.NotRegistered.ToDictionary(id => id, _ => "is not registered", StringComparer.Ordinal),
            },
            cancellationToken);

    public Task<Receipt> LogAsync(ActivityLogged activity, CancellationToken cancellationToken) =>
        PostAsync<ActivityAccepted>("api/v1/agents/activity", activity, _ => Receipt.Accepted, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Receipt> PostAsync<TResponse>(string path, object body, Func<TResponse, Receipt> read, CancellationToken cancellationToken)
    {
        try
        {
            using var content = JsonContent.Create(body, body.GetType(), options: WireJson.Options);
            using var response = await client.PostAsync(new Uri(api, path), content, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return await response.Content.ReadFromJsonAsync<TResponse>(WireJson.Options, cancellationToken) is { } accepted
                    ? read(accepted)
                    : Receipt.NoResponse($"POST {path} got an empty response");
            }

            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            var isFinal = (int)response.StatusCode < 500 && response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout);
            return new Receipt(
                isFinal ? SendOutcome.Refused : SendOutcome.NoResponse,
                $"POST {path} got status {(int)response.StatusCode}: {CleanText.Line(text, 300)}",
                response.Headers.RetryAfter?.Delta);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException or JsonException)
        {
            return Receipt.NoResponse($"POST {path}: {CleanText.Line(exception.Message, 300)}");
        }
    }

    private static string Reason(AgentResult result) =>
        result.Outcome == AgentOutcome.Conflict ? "the id belongs to another workspace" : $"was refused: {result.Faults.Describe()}";
}
