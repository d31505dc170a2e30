using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using AgentRegistry.Faults.Ledger;

namespace AgentRegistry.Faults.Load;

/// <summary>A program that talks HTTP to the registry.</summary>
public sealed class ApiCaller(Uri api, ReceiptBook book) : IDisposable
{
    private const int TooManyRequests = 429;
    private const int RequestTimeout = 408;

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly HttpClient _http = new() { BaseAddress = api, Timeout = TimeSpan.FromSeconds(15) };

    public async Task<Outcome> ActivityAsync(Guid id, string agentId, string status)
    {
        var outcome = await PostAsync(
            "/api/v1/agents/activity", new { ActivityId = id, AgentId = agentId, TaskId = id.ToString("N"), Status = status, Output = Message.Output, DurationMs = 12 });
        book.Current.Activity(id, outcome, $"over HTTP at {TimeProvider.System.GetUtcNow():HH:mm:ss.f}");
        return outcome;
    }

    public async Task<Outcome> RegistrationAsync(string agentId, long version, int intervalSeconds)
    {
        var outcome = await RegisterAsync(agentId, version, intervalSeconds);
        book.Current.Registration(agentId, version, outcome);
        return outcome;
    }

    /// <summary>One of several that may be under way at once: the registry orders them as they reach it, so that any may be the last.</summary>
    public async Task<Outcome> UnorderedRegistrationAsync(string agentId, long version, int intervalSeconds)
    {
        var outcome = await RegisterAsync(agentId, version, intervalSeconds);
        book.Current.Unordered(outcome);
        return outcome;
    }

    public async Task<Outcome> HeartbeatAsync(string agentId, string? status = null)
    {
        var outcome = await PostAsync($"/api/v1/agents/{agentId}/heartbeat", status is null ? new { } : new { Status = status });
        book.Current.Heartbeat(outcome);
        return outcome;
    }

    public void Dispose() => _http.Dispose();

    private Task<Outcome> RegisterAsync(string agentId, long version, int intervalSeconds) => PostAsync(
        "/api/v1/agents",
        new { Id = agentId, Name = "Agent under faults", Version = $"{version}", HeartbeatIntervalSeconds = intervalSeconds, Capabilities = new[] { "survive" } });

    private async Task<Outcome> PostAsync(string path, object body)
    {
        try
        {
            using var answer = await _http.PostAsJsonAsync(path, body, SnakeCase);
            if (answer.IsSuccessStatusCode)
            {
                return Outcome.Accepted;
            }

            if ((int)answer.StatusCode is >= 400 and < 500 and not (TooManyRequests or RequestTimeout))
            {
                book.Current.Refused($"POST {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }

            return Outcome.Unknown;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or SocketException or IOException)
        {
            return Outcome.Unknown;
        }
    }
}
