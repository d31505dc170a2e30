using System.Globalization;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Redis;
using StackExchange.Redis;

namespace AgentRegistry.Storage.Presence;

/// <summary>Presence that all processes share. What must be decided and written at once is done by the scripts beside this file.</summary>
public sealed class RedisPresence(RedisConnection redis) : IPresence
{
    // One hash tag: the scripts touch several keys at once, and a Redis Cluster allows that within one slot only.
    private static readonly RedisKey Cards = "{agent-registry}:presence:cards";
    private static readonly RedisKey Beats = "{agent-registry}:presence:beats";
    private static readonly RedisKey Due = "{agent-registry}:presence:due";
    private static readonly RedisKey Filled = "{agent-registry}:presence:filled";

    private static readonly string BeatScript = EmbeddedText.Read("Presence/beat.lua");
    private static readonly string PutScript = EmbeddedText.Read("Presence/put.lua");
    private static readonly string SettleScript = EmbeddedText.Read("Presence/settle.lua");
    private static readonly string DueScript = EmbeddedText.Read("Presence/due.lua");

    public async Task<IReadOnlyList<BeatResult>> BeatAsync(
        IReadOnlyList<Heartbeat> heartbeats, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var arguments = new RedisValue[1 + (heartbeats.Count * 5)];
        arguments[0] = receivedAt.ToUnixTimeMilliseconds();
        var next = 1;
        foreach (var heartbeat in heartbeats)
        {
            arguments[next++] = heartbeat.AgentId;
            arguments[next++] = PresenceCard.Microseconds(heartbeat.SentAt);
            arguments[next++] = PresenceCard.Microseconds(heartbeat.StartedAt);
            arguments[next++] = heartbeat.Status is { } status ? WireWords<AgentStatus>.Of(status) : "-";
            arguments[next++] = PresenceCard.Vitals(heartbeat);
        }

        var letters = (string)await redis.RunAsync(BeatScript, [Cards, Beats, Due], arguments, cancellationToken);
        return [.. letters.Select(letter => letter switch
        {
            'f' => BeatResult.Fresh,
            'c' => BeatResult.Changes,
            's' => BeatResult.Stale,
            _ => BeatResult.Unknown,
        })];
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
            arguments.Add(PresenceCard.Write(state));
            arguments.Add(
                state.Health == AgentHealth.Offline ? "-" : (now + Lease.UntilSuspect(state.IntervalSeconds)).ToUnixTimeMilliseconds());
        }

        await redis.RunAsync(PutScript, [Cards, Due], [.. arguments], cancellationToken);
    }

    public async Task RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return;
        }

        RedisValue[] members = [.. ids.Select(id => (RedisValue)id)];
        await redis.CallAsync(database => database.SortedSetRemoveAsync(Due, members), cancellationToken);
        await redis.CallAsync(database => database.HashDeleteAsync(Cards, members), cancellationToken);
        await redis.CallAsync(database => database.HashDeleteAsync(Beats, members), cancellationToken);
    }

    public async Task<IReadOnlyList<DueAgent>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var rows = (RedisValue[])await redis.RunAsync(
            DueScript, [Beats, Due], [now.ToUnixTimeMilliseconds(), limit], cancellationToken);
        return [.. rows.Chunk(3).Select(row => new DueAgent(
            row[0]!,
            DateTimeOffset.FromUnixTimeMilliseconds((long)double.Parse((string)row[1]!, CultureInfo.InvariantCulture)),
            PresenceCard.ReadBeat(row[2])?.ReceivedAt))];
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
            PresenceCard.Write(settlement.State),
            settlement.Observed.ToUnixTimeMilliseconds(),
            settlement.NextDue?.ToUnixTimeMilliseconds() ?? (RedisValue)"-",
            settlement.ObservedHeartbeat?.ToUnixTimeMilliseconds() ?? 0,
        });
        return (string[])await redis.RunAsync(SettleScript, [Cards, Due, Beats], [.. arguments], cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, LastBeat>> ReadAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        RedisValue[] fields = [.. ids.Select(id => (RedisValue)id)];
        var values = await redis.CallAsync(database => database.HashGetAsync(Beats, fields), cancellationToken);
        return ids.Zip(values)
            .Select(pair => (pair.First, Beat: PresenceCard.ReadBeat(pair.Second)))
            .Where(pair => pair.Beat is not null)
            .ToDictionary(pair => pair.First, pair => pair.Beat!, StringComparer.Ordinal);
    }

    public Task<bool> IsFilledAsync(CancellationToken cancellationToken) =>
        redis.CallAsync(database => database.KeyExistsAsync(Filled), cancellationToken);

    public Task MarkFilledAsync(CancellationToken cancellationToken) =>
        redis.CallAsync(database => database.StringSetAsync(Filled, "1"), cancellationToken);
}
