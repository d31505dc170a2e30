using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;

namespace AgentRegistry.Storage.Presence;

/// <summary>Presence within one process: the same rules as the scripts for Redis, under a lock. Filled from the tables at each start.</summary>
public sealed class InProcessPresence : IPresence
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SortedSet<(long Due, string Id)> _due = new(Comparer<(long Due, string Id)>.Create(
        (left, right) => left.Due != right.Due ? left.Due.CompareTo(right.Due) : string.CompareOrdinal(left.Id, right.Id)));

    private bool _filled;

    public Task<IReadOnlyList<PresenceResult>> BeatAsync(
        IReadOnlyList<Heartbeat> heartbeats, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<PresenceResult>>([.. heartbeats.Select(heartbeat => Beat(heartbeat, receivedAt))]);
        }
    }

    public Task PutAsync(IReadOnlyCollection<AgentState> states, DateTimeOffset now, LeaseStart lease, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var state in states)
            {
                var entry = _entries.TryGetValue(state.Id, out var known) ? known : _entries[state.Id] = new Entry();
                if (entry.State is { } current && current.Revision > state.Revision)
                {
                    continue;
                }

                entry.Settle(state);
                var due = (now + Lease.UntilSuspect(state.IntervalSeconds)).ToUnixTimeMilliseconds();
                if (state.Health == AgentHealth.Offline)
                {
                    SetDue(state.Id, entry, null);
                }
                else if (entry.Due is null || (lease == LeaseStart.Renew && entry.Due < due))
                {
                    SetDue(state.Id, entry, due);
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task RemoveAsync(IReadOnlyCollection<RemovedAgent> agents, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var (id, revision) in agents)
            {
                if (_entries.TryGetValue(id, out var entry) && (entry.State?.Revision ?? 0) <= revision)
                {
                    _entries.Remove(id);
                    SetDue(id, entry, null);
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<LapsedAgent>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var until = now.ToUnixTimeMilliseconds();
            return Task.FromResult<IReadOnlyList<LapsedAgent>>([.. _due
                .TakeWhile(due => due.Due <= until)
                .Take(limit)
                .Select(due => new LapsedAgent(
                    due.Id, DateTimeOffset.FromUnixTimeMilliseconds(due.Due), _entries[due.Id].Beat?.ReceivedAt))]);
        }
    }

    public Task<IReadOnlyList<string>> SettleAsync(IReadOnlyCollection<Settlement> settlements, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<string>>([.. settlements.Where(IsRevived).Select(settlement => settlement.State.Id)]);
        }
    }

    public Task<IReadOnlyDictionary<string, LastHeartbeatSeen>> ReadAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyDictionary<string, LastHeartbeatSeen>>(ids
                .Where(id => _entries.TryGetValue(id, out var entry) && entry.Beat is not null)
                .ToDictionary(id => id, id => _entries[id].Beat!, StringComparer.Ordinal));
        }
    }

    public Task<bool> IsFilledAsync(CancellationToken cancellationToken) => Task.FromResult(_filled);

    public Task MarkFilledAsync(CancellationToken cancellationToken)
    {
        _filled = true;
        return Task.CompletedTask;
    }

    private PresenceResult Beat(Heartbeat heartbeat, DateTimeOffset receivedAt)
    {
        if (!_entries.TryGetValue(heartbeat.AgentId, out var entry) || entry.State is not { } state)
        {
            return PresenceResult.Unknown;
        }

        var startedAt = heartbeat.StartedAt?.ToMicroseconds();
        if (heartbeat.SentAt < entry.SentAt || startedAt < state.StartedAt)
        {
            return PresenceResult.Stale;
        }

        var saysAnother = heartbeat.Status is { } said && said != entry.Status;
        if (heartbeat.SentAt == entry.SentAt)
        {
            // The last one again: as a rule a repeat, but maybe a retry, because its change could not be committed.
            return state.Health == AgentHealth.Unknown || (saysAnother && state.Health is AgentHealth.Healthy or AgentHealth.Unhealthy)
                ? PresenceResult.Changes
                : PresenceResult.Stale;
        }

        var received = DateTimeOffset.FromUnixTimeMilliseconds(receivedAt.ToUnixTimeMilliseconds());
        entry.SentAt = heartbeat.SentAt;
        entry.Beat = new LastHeartbeatSeen(
            received,
            heartbeat.ActiveTasks ?? entry.Beat?.ActiveTasks,
            heartbeat.Load ?? entry.Beat?.Load,
            heartbeat.UptimeSeconds ?? entry.Beat?.UptimeSeconds);
        SetDue(heartbeat.AgentId, entry, (receivedAt + Lease.UntilSuspect(state.IntervalSeconds)).ToUnixTimeMilliseconds());

        var isSteady = state.Health == (entry.Status == AgentStatus.Error ? AgentHealth.Unhealthy : AgentHealth.Healthy) && entry.Status != AgentStatus.Offline;
        var restarted = startedAt is not null && (state.StartedAt is null || startedAt > state.StartedAt);
        entry.Status = saysAnother ? null : entry.Status;
        return saysAnother || !isSteady || restarted ? PresenceResult.Changes : PresenceResult.Fresh;
    }

    private bool IsRevived(Settlement settlement)
    {
        if (!_entries.TryGetValue(settlement.State.Id, out var entry) || entry.State is not { } current || current.Revision > settlement.State.Revision)
        {
            return false;
        }

        entry.Settle(settlement.State);
        if (entry.Beat is { } beat && (settlement.ObservedHeartbeat is null || beat.ReceivedAt > settlement.ObservedHeartbeat))
        {
            return true;
        }

        if (entry.Due == settlement.Observed.ToUnixTimeMilliseconds())
        {
            SetDue(settlement.State.Id, entry, settlement.NextDue?.ToUnixTimeMilliseconds());
        }

        return false;
    }

    private void SetDue(string id, Entry entry, long? due)
    {
        if (entry.Due is { } old)
        {
            _due.Remove((old, id));
        }

        if (due is { } time)
        {
            _due.Add((time, id));
        }

        entry.Due = due;
    }

    private sealed class Entry
    {
        public AgentState? State { get; private set; }

        /// <summary>What the agent said of itself; null from a heartbeat that says another status until that is committed.</summary>
        public AgentStatus? Status { get; set; }

        public DateTimeOffset SentAt { get; set; }

        public LastHeartbeatSeen? Beat { get; set; }

        public long? Due { get; set; }

        public void Settle(AgentState state) => (State, Status) = (state, state.ReportedStatus);
    }
}
