using System.Globalization;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Redis;
using AgentRegistry.Storage.Sql;
using StackExchange.Redis;

namespace AgentRegistry.Storage.Presence;

/// <summary>Presence that all processes share. What must be decided and written at once is done by the scripts beside this file.</summary>
public sealed class RedisPresence(RedisConnection redis) : IPresence
{
    // One hash tag: the scripts touch several keys at once, and a Redis Cluster allows that within one slot only.
    private static readonly RedisKey Cards = "{agent-registry}:presence:cards";
    private static readonly RedisKey Versions = "{agent-registry}:presence:versions";
    private static readonly RedisKey Beats = "{agent-registry}:presence:beats";
    private static readonly RedisKey Due = "{agent-registry}:presence:due";
    private static readonly RedisKey Filled = "{agent-registry}:presence:filled";

    private static readonly string BeatScript = EmbeddedText.Read("Presence/beat.lua");
    private static readonly string PutScript = EmbeddedText.Read("Presence/put.lua");
    private static readonly string SettleScript = EmbeddedText.Read("Presence/settle.lua");
    private static readonly string RemoveScript = EmbeddedText.Read("Presence/remove.lua");
    private static readonly string DueScript = EmbeddedText.Read("Presence/due.lua");

    public async Task<IReadOnlyList<PresenceResult>> BeatAsync(
        IReadOnlyList<Heartbeat> heartbeats, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var received = receivedAt.ToUnixTimeMilliseconds();
        var arguments = new RedisValue[1 + (heartbeats.Count * 3)];
        arguments[0] = received;
        var next = 1;
        foreach (var heartbeat in heartbeats)
        {
            arguments[next++] = heartbeat.AgentId;
            arguments[next++] = PresenceEntry.Beat(heartbeat, received);
            arguments[next++] = PresenceEntry.More(heartbeat);
        }

        var results = new PresenceResult[heartbeats.Count];
        var odd = (RedisResult[])(await redis.RunAsync(BeatScript, [Cards, Versions, Beats, Due], arguments, cancellationToken))!;
        for (var i = 0; i < odd.Length; i += 2)
        {
            results[(int)odd[i] - 1] = (string?)odd[i + 1] switch
            {
                "c" => PresenceResult.Changes,
                "s" => PresenceResult.Stale,
                _ => PresenceResult.Unknown,
            };
        }

        return results;
    }

    public async Task PutAsync(
        IReadOnlyCollection<AgentState> states, DateTimeOffset now, LeaseStart lease, CancellationToken cancellationToken)
    {
        if (states.Count == 0)
        {
            return;
        }

        var arguments = new List<RedisValue> { lease == LeaseStart.Renew ? "GT" : "NX" };
        foreach (var state in states)
        {
            arguments.Add(state.Id);
            arguments.Add(state.Revision);
            arguments.Add(PresenceEntry.Microseconds(state.StartedAt));
            arguments.Add(PresenceEntry.Write(state));
            arguments.Add(
                state.Health == AgentHealth.Offline ? "-" : (now + Lease.UntilSuspect(state.IntervalSeconds)).ToUnixTimeMilliseconds());
        }

        await redis.RunAsync(PutScript, [Cards, Versions, Due], [.. arguments], cancellationToken);
    }

    public async Task RemoveAsync(IReadOnlyCollection<RemovedAgent> agents, CancellationToken cancellationToken)
    {
        if (agents.Count == 0)
        {
            return;
        }

        await redis.RunAsync(RemoveScript, [Cards, Versions, Beats, Due], [.. agents.SelectMany(agent => (RedisValue[])[agent.Id, agent.Revision])], cancellationToken);
    }

    public async Task<IReadOnlyList<LapsedAgent>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var rows = (RedisValue[])(await redis.RunAsync(
            DueScript, [Beats, Due], [now.ToUnixTimeMilliseconds(), limit], cancellationToken))!;
        return [.. rows.Chunk(3).Select(row => new LapsedAgent(
            row[0]!,
            DateTimeOffset.FromUnixTimeMilliseconds((long)double.Parse((string)row[1]!, CultureInfo.InvariantCulture)),
            PresenceEntry.ReadBeat(row[2])?.ReceivedAt))];
    }

    public async Task<IReadOnlyList<string>> SettleAsync(IReadOnlyCollection<Settlement> settlements, CancellationToken cancellationToken)
    {
        if (settlements.Count == 0)
        {
            return [];
        }

        var arguments = settlements.SelectMany(settlement => new RedisValue[]
        {
            settlement.State.Id,
            settlement.State.Revision,
            PresenceEntry.Microseconds(settlement.State.StartedAt),
            PresenceEntry.Write(settlement.State),
            settlement.Observed.ToUnixTimeMilliseconds(),
            settlement.NextDue?.ToUnixTimeMilliseconds() ?? (RedisValue)"-",
            settlement.ObservedHeartbeat?.ToUnixTimeMilliseconds() ?? 0,
        });
        return (string[])(await redis.RunAsync(SettleScript, [Cards, Versions, Beats, Due], [.. arguments], cancellationToken))!;
    }

    public async Task<IReadOnlyDictionary<string, LastHeartbeatSeen>> ReadAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        RedisValue[] fields = [.. ids.Select(id => (RedisValue)id)];
        var values = await redis.CallAsync(database => database.HashGetAsync(Beats, fields), cancellationToken);
        return ids.Zip(values)
            .Select(pair => (pair.First, Beat: PresenceEntry.ReadBeat(pair.Second)))
            .Where(pair => pair.Beat is not null)
            .ToDictionary(pair => pair.First, pair => pair.Beat!, StringComparer.Ordinal);
    }

    public Task<bool> IsFilledAsync(CancellationToken cancellationToken) =>
        redis.CallAsync(database => database.KeyExistsAsync(Filled), cancellationToken);

    public Task MarkFilledAsync(CancellationToken cancellationToken) =>
        redis.CallAsync(database => database.StringSetAsync(Filled, "1"), cancellationToken);
}
