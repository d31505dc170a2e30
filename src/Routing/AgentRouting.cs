using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Presence;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.Routing;

/// <summary>Answers who should take a query on: by text and experience from the directory, then by what the stores know of those agents.</summary>
public sealed class AgentRouting(
    AgentDirectory directory, IRegistryStore store, IPresence presence, RouteLog log, TextVectors vectors, RoutingPolicy policy, TimeProvider time)
{
    private static readonly TimeSpan FactsLimit = TimeSpan.FromSeconds(1);

    /// <param name="query">A query that keeps the rules of its message.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The candidates, or that none fits.</returns>
    public async Task<RouteDecision> DecideAsync(RouteQuery query, CancellationToken cancellationToken)
    {
        var workspace = query.Workspace ?? query.Filter?.Workspace ?? Defaults.Workspace;
        var lastCalled = query.SessionId is null ? null : await LastCalledAsync(new SessionKey(workspace, query.SessionId), cancellationToken);
        var vector = await vectors.OfQueryAsync(query.Query, cancellationToken);
        var shortlist = directory.Shortlist(query, vector, lastCalled, policy, time.GetUtcNow());
        var ids = shortlist.Entries.Append(shortlist.Last).OfType<ShortlistEntry>().Select(entry => entry.Agent.Id).Distinct(StringComparer.Ordinal);
        var facts = await FactsAsync([.. ids], cancellationToken);
        var decision = AgentRouter.Decide(query with { IncludeRejected = true }, shortlist, facts, policy) with
        {
            RouteId = Guid.CreateVersion7(),
            Workspace = workspace,
            SessionId = query.SessionId,
            DecidedAt = time.GetUtcNow().ToMicroseconds(),
        };
        log.Write(decision);
        return query.IncludeRejected ? decision : decision with { Rejected = [] };
    }

    private async Task<string?> LastCalledAsync(SessionKey session, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.Sessions.FindContextAsync(session, cancellationToken).WaitAsync(FactsLimit, cancellationToken))?.LastAgentId;
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            return null;
        }
    }

    private async Task<Dictionary<string, AgentFacts>> FactsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        // Both stores are asked at once.
        var reading = OrNothingAsync(presence.ReadAsync(ids, cancellationToken), cancellationToken);
        var sums = await OrNothingAsync(store.Activities.SumsAsync(ids, cancellationToken), cancellationToken);
        var beats = await reading;
        return ids.ToDictionary(id => id, id => Facts(beats.GetValueOrDefault(id), sums.GetValueOrDefault(id)), StringComparer.Ordinal);
    }

    private static AgentFacts Facts(LastHeartbeatSeen? beat, AgentMetrics? sums) => new()
    {
        Load = beat?.Load,
        Ended = sums is null ? 0 : sums.Succeeded + sums.Failed + sums.TimedOut,
        Succeeded = sums?.Succeeded ?? 0,
        AvgDurationMs = sums?.AvgDurationMs,
    };

    private static async Task<IReadOnlyDictionary<string, T>> OrNothingAsync<T>(
        Task<IReadOnlyDictionary<string, T>> reading, CancellationToken cancellationToken)
    {
        try
        {
            return await reading.WaitAsync(FactsLimit, cancellationToken);
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            return new Dictionary<string, T>(StringComparer.Ordinal);
        }
    }

    /// <summary>A store that is away, or slow, is no reason to send work nowhere: text and health are known without it.</summary>
    private static bool IsUnavailable(Exception exception) => exception is TimeoutException || StoreFaults.IsUnavailable(exception);
}
