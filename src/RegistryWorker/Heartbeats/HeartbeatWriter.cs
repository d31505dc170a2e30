using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Gathering;
using AgentRegistry.RegistryWorker.Expiry;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.RegistryWorker.Heartbeats;

/// <summary>
/// Gathers heartbeats and hands them to presence together. Only a heartbeat that changes something, or is of an agent that
/// presence does not know, costs a look into the tables.
/// </summary>
internal sealed class HeartbeatWriter : IAsyncDisposable
{
    private readonly GatheringWriter<Heartbeat, BeatResult> _singles;
    private readonly GatheringWriter<IReadOnlyList<Heartbeat>, IReadOnlyList<BeatResult>> _batches;
    private readonly IPresence _presence;
    private readonly IRegistryStore _store;
    private readonly StateWriter _states;
    private readonly PresenceKeeper _keeper;
    private readonly TimeProvider _time;

    public HeartbeatWriter(IPresence presence, IRegistryStore store, StateWriter states, PresenceKeeper keeper, TimeProvider time)
    {
        (_presence, _store, _states, _keeper, _time) = (presence, store, states, keeper, time);
        _singles = new(TakeAsync, new GatheringOptions { MostItems = 1_000, Writers = 1, IsBadItem = StoreFaults.IsBadRow });

        // A batch holds up to a thousand: Redis would be held up by more of them at once.
        _batches = new(TakeBatchesAsync, new GatheringOptions { MostItems = 10, Writers = 3, IsBadItem = StoreFaults.IsBadRow });
    }

    public Task<BeatResult> WriteAsync(Heartbeat heartbeat, CancellationToken cancellationToken) =>
        _singles.WriteAsync(heartbeat, cancellationToken);

    public Task<IReadOnlyList<BeatResult>> WriteAsync(IReadOnlyList<Heartbeat> heartbeats, CancellationToken cancellationToken) =>
        _batches.WriteAsync(heartbeats, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _singles.DisposeAsync();
        await _batches.DisposeAsync();
    }

    private async Task<IReadOnlyList<IReadOnlyList<BeatResult>>> TakeBatchesAsync(
        IReadOnlyList<IReadOnlyList<Heartbeat>> messages, CancellationToken cancellationToken) =>
        messages.Count == 1
            ? [await TakeAsync(messages[0], cancellationToken)]
            : Split(messages, await TakeAsync([.. messages.SelectMany(message => message)], cancellationToken));

    private async Task<IReadOnlyList<BeatResult>> TakeAsync(IReadOnlyList<Heartbeat> heartbeats, CancellationToken cancellationToken)
    {
        var receivedAt = _time.GetUtcNow().ToMicroseconds();
        var results = await _presence.BeatAsync(heartbeats, receivedAt, cancellationToken);
        if (results.Contains(BeatResult.Unknown))
        {
            results = await IntroduceAsync(heartbeats, results, receivedAt, cancellationToken);
        }

        if (results.Contains(BeatResult.Changes))
        {
            await ChangeAsync(heartbeats, results, receivedAt, cancellationToken);
        }

        return results;
    }

    /// <summary>Presence may have lost agents that the tables know: they are put back, and their heartbeats count after all.</summary>
    private async Task<IReadOnlyList<BeatResult>> IntroduceAsync(
        IReadOnlyList<Heartbeat> heartbeats, IReadOnlyList<BeatResult> results, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var strangers = heartbeats.Zip(results)
            .Where(pair => pair.Second == BeatResult.Unknown)
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
        var again = heartbeats.Index().Where(beat => results[beat.Index] == BeatResult.Unknown).ToList();
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
        IReadOnlyList<Heartbeat> heartbeats, IReadOnlyList<BeatResult> results, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var changing = heartbeats.Zip(results)
            .Where(beat => beat.Second == BeatResult.Changes)
            .Select(beat => beat.First.AgentId)
            .ToHashSet(StringComparer.Ordinal);
        var said = heartbeats.Zip(results)
            .Where(beat => beat.Second is BeatResult.Changes or BeatResult.Fresh && changing.Contains(beat.First.AgentId))
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

    private static IReadOnlyList<IReadOnlyList<BeatResult>> Split(
        IReadOnlyList<IReadOnlyList<Heartbeat>> messages, IReadOnlyList<BeatResult> results)
    {
        var all = results as BeatResult[] ?? [.. results];
        var split = new IReadOnlyList<BeatResult>[messages.Count];
        var next = 0;
        for (var i = 0; i < split.Length; i++)
        {
            split[i] = new ArraySegment<BeatResult>(all, next, messages[i].Count);
            next += messages[i].Count;
        }

        return split;
    }
}
