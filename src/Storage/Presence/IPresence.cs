using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;

namespace AgentRegistry.Storage.Presence;

/// <summary>
/// Who is alive: Redis, or in process. It holds nothing that cannot be rebuilt from heartbeats and the tables: for each agent a
/// card (a copy of what its health is decided on), the last heartbeat, and when it is due to be looked at again.
/// </summary>
public interface IPresence
{
    /// <summary>Takes heartbeats in. One result for each, in their order.</summary>
    Task<IReadOnlyList<PresenceResult>> BeatAsync(IReadOnlyList<Heartbeat> heartbeats, DateTimeOffset receivedAt, CancellationToken cancellationToken);

    /// <summary>Sets the cards of agents whose state was just committed, unless a newer one is there. Starts the lease of those that have none.</summary>
    Task PutAsync(IReadOnlyCollection<AgentState> states, DateTimeOffset now, LeaseStart lease, CancellationToken cancellationToken);

    /// <summary>Forgets agents, unless they were registered again since.</summary>
    Task RemoveAsync(IReadOnlyCollection<RemovedAgent> agents, CancellationToken cancellationToken);

    /// <summary>Those that are due by now, longest overdue first.</summary>
    Task<IReadOnlyList<LapsedAgent>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Sets the cards after a missed deadline was committed, and when to look next (never again for an offline agent).
    /// </summary>
    /// <returns>Those whose heartbeat came in between: their health must be set right again.</returns>
    Task<IReadOnlyList<string>> SettleAsync(IReadOnlyCollection<Settlement> settlements, CancellationToken cancellationToken);

    /// <summary>The last heartbeats of those that sent one.</summary>
    Task<IReadOnlyDictionary<string, LastHeartbeatSeen>> ReadAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>False when it has lost its memory and must be filled again from the tables.</summary>
    Task<bool> IsFilledAsync(CancellationToken cancellationToken);

    /// <summary>Says that it has been filled.</summary>
    Task MarkFilledAsync(CancellationToken cancellationToken);
}

/// <summary>Whether setting a card says that the agent is alive.</summary>
public enum LeaseStart
{
    /// <summary>It does not: a lease that runs goes on as it is.</summary>
    Keep,

    /// <summary>It does, as a registration: the lease begins anew.</summary>
    Renew,
}

/// <summary>What became of a heartbeat.</summary>
public enum PresenceResult
{
    /// <summary>It counts, and nothing else changes.</summary>
    Fresh,

    /// <summary>It counts, and the agent's health or status is another with it: that must be committed.</summary>
    Changes,

    /// <summary>A newer one was here before; it changes nothing.</summary>
    Stale,

    /// <summary>There is no card. The tables know whether there is an agent.</summary>
    Unknown,
}

/// <summary>An agent that is no more.</summary>
/// <param name="Id">Which.</param>
/// <param name="Revision">Of its deletion: what was committed after that stays.</param>
public readonly record struct RemovedAgent(string Id, long Revision)
{
    /// <summary>One that the tables do not know, and maybe never did.</summary>
    public static RemovedAgent Unknown(string id) => new(id, long.MaxValue);
}

/// <summary>An agent whose time has come.</summary>
/// <param name="Id">Which.</param>
/// <param name="Due">When it was due.</param>
/// <param name="LastHeartbeat">When its last heartbeat was received; null when none was.</param>
public sealed record LapsedAgent(string Id, DateTimeOffset Due, DateTimeOffset? LastHeartbeat);

/// <summary>A deadline that was dealt with.</summary>
/// <param name="State">As it was committed.</param>
/// <param name="Observed">The due time that it was decided on.</param>
/// <param name="NextDue">When to look again; null for an offline agent.</param>
/// <param name="ObservedHeartbeat">The last heartbeat that was known then; null when there was none.</param>
public sealed record Settlement(AgentState State, DateTimeOffset Observed, DateTimeOffset? NextDue, DateTimeOffset? ObservedHeartbeat);

/// <summary>The last heartbeat of an agent.</summary>
public sealed record LastHeartbeatSeen(DateTimeOffset ReceivedAt, int? ActiveTasks, double? Load, double? UptimeSeconds);

/// <summary>The times that a heartbeat is good for.</summary>
public static class Lease
{
    /// <summary>After three quarters of its lease without a heartbeat an agent is suspect.</summary>
    public static TimeSpan UntilSuspect(int intervalSeconds) => TimeSpan.FromMilliseconds(intervalSeconds * 1_500L);

    /// <summary>After its lease it is offline.</summary>
    public static TimeSpan UntilOffline(int intervalSeconds) => TimeSpan.FromMilliseconds(intervalSeconds * 2_000L);
}
