using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Batching;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.RegistryWorker.Heartbeats;

/// <summary>
/// Collects heartbeats and hands them to presence together. Only a heartbeat that changes something, or is of an agent that
/// presence does not know, costs a look into the tables.
/// </summary>
internal sealed class HeartbeatWriter : IAsyncDisposable
{
    private readonly BatchProcessor<Heartbeat, PresenceResult> _singles;
    private readonly BatchProcessor<IReadOnlyList<Heartbeat>, IReadOnlyList<PresenceResult>> _batches;
    private readonly IPresence _presence;
    private readonly IRegistryStore _store;
    private readonly StateWriter _states;
    private readonly PresenceKeeper _keeper;
    private readonly TimeProvider _time;

    public HeartbeatWriter(IPresence presence, IRegistryStore store, StateWriter states, PresenceKeeper keeper, TimeProvider time)
    {
        (_presence, _store, _states, _keeper, _time) = (presence, store, states, keeper, time);
        _singles = new(TakeAsync, new BatchingOptions { MaxItems = 1_000, Writers = 1, IsBadItem = StoreFaults.IsBadRow });

        // A batch holds up to a thousand: Redis would be held up by more of them at once.
        _batches = new(TakeBatchesAsync, new BatchingOptions { MaxItems = 10, Writers = 3, IsBadItem = StoreFaults.IsBadRow });
    }

    public Task<PresenceResult> WriteAsync(Heartbeat heartbeat, CancellationToken cancellationToken) =>
        _singles.WriteAsync(heartbeat, cancellationToken);

    public Task<IReadOnlyList<PresenceResult>> WriteAsync(IReadOnlyList<Heartbeat> heartbeats, CancellationToken cancellationToken) =>
        _batches.WriteAsync(heartbeats, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _singles.DisposeAsync();
        await _batches.DisposeAsync();
    }

    private async Task<IReadOnlyList<IReadOnlyList<PresenceResult>>> TakeBatchesAsync(
        IReadOnlyList<IReadOnlyList<Heartbeat>> messages, CancellationToken cancellationToken) =>
        messages.Count == 1
            ? [await TakeAsync(messages[0], cancellationToken)]
            : Split(messages, await TakeAsync([.. messages.SelectMany(message => message)], cancellationToken));

    private async Task<IReadOnlyList<PresenceResult>> TakeAsync(IReadOnlyList<Heartbeat> heartbeats, CancellationToken cancellationToken)
    {
        var receivedAt = _time.GetUtcNow().ToMicroseconds();
        var results = await _presence.BeatAsync(heartbeats, receivedAt, cancellationToken);
        if (results.Contains(PresenceResult.Unknown))
        {
            results = await IntroduceAsync(heartbeats, results, receivedAt, cancellationToken);
        }

        if (results.Contains(PresenceResult.Changes))
        {
            await ChangeAsync(heartbeats, results, receivedAt, cancellationToken);
        }

        return results;
    }

    /// <summary>Presence may have lost agents that the tables know: they are put back, and their heartbeats count after all.</summary>
    private async Task<IReadOnlyList<PresenceResult>> IntroduceAsync(
        IReadOnlyList<Heartbeat> heartbeats, IReadOnlyList<PresenceResult> results, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var strangers = heartbeats.Zip(results)
            .Where(pair => pair.Second == PresenceResult.Unknown)
            .Select(pair => pair.First.AgentId)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        IReadOnlyDictionary<string, AgentState> states;
        await using (var transaction = await _store.BeginAsync(cancellationToken))
        {
            states = await transaction.Agents.ReadStatesAsync(strangers, cancellationToken);
        }

        var known = states.Values.Where(state => state.Exists).ToList();
        if (known.Count == 0)
        {
            return results;
        }

        await _presence.PutAsync(known, receivedAt, LeaseStart.Keep, cancellationToken);
        var again = heartbeats.Index().Where(beat => results[beat.Index] == PresenceResult.Unknown).ToList();
        var second = await _presence.BeatAsync([.. again.Select(beat => beat.Item)], receivedAt, cancellationToken);
        var merged = results.ToArray();
        for (var i = 0; i < again.Count; i++)
        {
            merged[again[i].Index] = second[i];
        }

        return merged;
    }

    /// <summary>
    /// Commits what agents say of themselves. With a heartbeat that changes something, all that came together of its agent counts: a
    /// fresh one that says no status brings back who said just before it that it leaves.
    /// </summary>
    private async Task ChangeAsync(
        IReadOnlyList<Heartbeat> heartbeats, IReadOnlyList<PresenceResult> results, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var changing = heartbeats.Zip(results)
            .Where(beat => beat.Second == PresenceResult.Changes)
            .Select(beat => beat.First.AgentId)
            .ToHashSet(StringComparer.Ordinal);
        var said = heartbeats.Zip(results)
            .Where(beat => beat.Second is PresenceResult.Changes or PresenceResult.Fresh && changing.Contains(beat.First.AgentId))
            .Select(beat => beat.First)
            .OrderBy(heartbeat => heartbeat.SentAt)
            .GroupBy(heartbeat => heartbeat.AgentId, StringComparer.Ordinal)
            .ToDictionary(agent => agent.Key, agent => agent.ToList(), StringComparer.Ordinal);
        foreach (var ids in said.Keys.Chunk(500))
        {
            var states = await _states.WriteAsync(
                ids, state => HeartbeatDecision.Decide(state, said[state.Id], receivedAt), cancellationToken);
            await _keeper.PutAsync([.. states.Values], receivedAt, LeaseStart.Keep, cancellationToken);
        }
    }

    private static IReadOnlyList<IReadOnlyList<PresenceResult>> Split(
        IReadOnlyList<IReadOnlyList<Heartbeat>> messages, IReadOnlyList<PresenceResult> results)
    {
        var all = results as PresenceResult[] ?? [.. results];
        var split = new IReadOnlyList<PresenceResult>[messages.Count];
        var next = 0;
        for (var i = 0; i < split.Length; i++)
        {
            split[i] = new ArraySegment<PresenceResult>(all, next, messages[i].Count);
            next += messages[i].Count;
        }

        return split;
    }
}
