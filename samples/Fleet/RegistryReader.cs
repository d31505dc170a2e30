using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>Asks the registry, over its HTTP API, what it knows.</summary>
internal sealed class RegistryReader(HttpClient client, Uri api)
{
    private const int ReadsAtOnce = 16;

    /// <exception cref="RegistryUnreachableException">Nothing answers there as a registry does.</exception>
    public async Task<RegistryStatistics> StatisticsAsync(CancellationToken cancellationToken)
    {
        using var response = await GetAsync("api/v1/stats", cancellationToken);
        return response.IsSuccessStatusCode
            ? await ReadAsync<RegistryStatistics>(response, cancellationToken)
            : throw Unreachable($"it answers with {(int)response.StatusCode}");
    }

    /// <summary>Enters what it says of these agents; null for those that it does not know.</summary>
    /// <exception cref="RegistryUnreachableException">It does not answer, or only in part; what it said until then is entered.</exception>
    public Task ReadAsync(IEnumerable<string> ids, ConcurrentDictionary<string, AgentWord?> words) =>
        Parallel.ForEachAsync(
            ids,
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce },
            async (id, token) => words[id] = await AgentAsync(id, token));

    private async Task<AgentWord?> AgentAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await GetAsync($"api/v1/agents/{Uri.EscapeDataString(id)}?history_limit=1", cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        // While a store is away the answer goes without its part: that is no word to compare with.
        if (!response.IsSuccessStatusCode || response.Headers.Contains("X-Registry-Degraded"))
        {
            throw Unreachable(response.IsSuccessStatusCode ? "its stores are away" : $"it answers with {(int)response.StatusCode}");
        }

        return AgentWord.Of(await ReadAsync<AgentDetails>(response, cancellationToken));
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
            return await response.Content.ReadFromJsonAsync<T>(WireJson.Options, cancellationToken) ?? throw Unreachable("it answers with nothing");
        }
        catch (Exception exception) when (IsUnavailable(exception, cancellationToken) || exception is JsonException)
        {
            throw Unreachable(exception.Message, exception);
        }
    }

    private static bool IsUnavailable(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private RegistryUnreachableException Unreachable(string reason, Exception? exception = null) =>
        new($"no registry can be reached at {api.GetLeftPart(UriPartial.Authority)}: {Tidy.Line(reason, 300)}", exception);
}

/// <summary>What the registry says of an agent, as far as it is compared.</summary>
internal sealed record AgentWord(string Name, int Capabilities, AgentStatus Status, DateTimeOffset? LastHeartbeat, ActivityCounts Activities)
{
    public static AgentWord Of(AgentDetails agent) =>
        new(agent.Name, agent.Capabilities.Count, agent.Status, agent.LastHeartbeat, ActivityCounts.Of(agent.Metrics));
}
