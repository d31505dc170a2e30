using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>Reads the registry over its HTTP API.</summary>
internal sealed class RegistryReader(HttpClient client, Uri api)
{
    private const int MaxConcurrentReads = 16;

    /// <exception cref="RegistryUnreachableException">No registry responds there.</exception>
    public async Task<RegistryStatistics> StatisticsAsync(CancellationToken cancellationToken)
    {
        using var response = await GetAsync("api/v1/stats", cancellationToken);
        return response.IsSuccessStatusCode
            ? await ReadAsync<RegistryStatistics>(response, cancellationToken)
            : throw Unreachable($"it responds with {(int)response.StatusCode}");
    }

    /// <summary>Adds these agents; null for those that do not exist.</summary>
    /// <exception cref="RegistryUnreachableException">It does not respond, or only for some; those are added.</exception>
    public Task ReadAsync(IEnumerable<string> ids, ConcurrentDictionary<string, AgentView?> views) =>
        Parallel.ForEachAsync(
            ids,
            new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentReads },
            async (id, token) => views[id] = await AgentAsync(id, token));

    private async Task<AgentView?> AgentAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await GetAsync($"api/v1/agents/{Uri.EscapeDataString(id)}?history_limit=1", cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        // While a store is unavailable the response is incomplete, and cannot be compared.
        if (!response.IsSuccessStatusCode || response.Headers.Contains("X-Registry-Degraded"))
        {
            throw Unreachable(response.IsSuccessStatusCode ? "its stores are unavailable" : $"it responds with {(int)response.StatusCode}");
        }

        return AgentView.Of(await ReadAsync<AgentDetails>(response, cancellationToken));
    }

    private async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync(new Uri(api, path), cancellationToken);
        }
        catch (Exception exception) when (IsUnavailable(exception, cancellationToken))
        {
            throw Unreachable(exception.Message, exception);
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(WireJson.Options, cancellationToken) ?? throw Unreachable("its response is empty");
        }
        catch (Exception exception) when (IsUnavailable(exception, cancellationToken) || exception is JsonException)
        {
            throw Unreachable(exception.Message, exception);
        }
    }

    private static bool IsUnavailable(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private RegistryUnreachableException Unreachable(string reason, Exception? exception = null) =>
        new($"no registry can be reached at {api.GetLeftPart(UriPartial.Authority)}: {CleanText.Line(reason, 300)}", exception);
}

/// <summary>An agent in the registry, as far as it is compared.</summary>
internal sealed record AgentView(string Name, int Capabilities, AgentStatus Status, DateTimeOffset? LastHeartbeat, ActivityCounts Activities)
{
    public static AgentView Of(AgentDetails agent) =>
        new(agent.Name, agent.Capabilities.Count, agent.Status, agent.LastHeartbeat, ActivityCounts.Of(agent.Metrics));
}
