using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Ingest.Agents;
using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Live;
using AgentRegistry.Ingest.Processes;
using AgentRegistry.Ingest.Services;
using AgentRegistry.Storage.Presence;
using AgentRegistry.Storage.Redis;

namespace AgentRegistry.Ingest.Paths;

/// <summary>How long after its deadline an agent that fell silent is offline for everybody.</summary>
internal sealed class ExpiryPath : IBenchPath
{
    private const double BelowMilliseconds = 1_000;
    private const int Agents = 20_000;
    private const int IntervalSeconds = 4;
    private const int Silent = 50;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public string Name => "expiry";

    public string Summary => "from an agent's deadline until it is offline, in the database and on /ws; 20,000 others alive";

    public async Task<IReadOnlyList<Row>> RunAsync(BenchContext bench, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var tables = await bench.EmptyStoresAsync(cancellationToken);
        await using var worker = await bench.StartAsync("RegistryWorker", tables, folder, cancellationToken);
        await using var api = await bench.StartAsync("QueryApi", tables, folder, cancellationToken);
        var crowd = new Crowd(bench, tables, Agents + (bench.Options.Rounds * Silent));
        await crowd.RegisterAsync(IntervalSeconds, cancellationToken);
        await using var pulse = Pulse.Start(bench.Broker, crowd.Ids, IntervalSeconds);
        await crowd.WaitUntilHealthyAsync(cancellationToken);
        await using var client = await LiveListener.ConnectAsync(api.Address, cancellationToken);
        await using var redis = new RedisConnection(bench.Redis.Address);
        var watch = new Watch(tables, client, new RedisPresence(redis));

        var rounds = new List<Delays>();
        var silent = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            // From all over the crowd: their deadlines lie as far apart as their heartbeats did.
            var apart = crowd.Ids.Count / Silent;
            string[] ids = [.. Enumerable.Range(0, Silent).Select(number => crowd.Ids[(number * apart) + round])];
            silent.UnionWith(ids);
            pulse.Stop(ids);
            var delays = await watch.FollowAsync(ids, cancellationToken);
            rounds.Add(delays);
            bench.Say($"  {Name}, round {round + 1}: database {Spread.Describe([delays.Database])}; /ws {Spread.Describe([delays.Live])}");
        }

        await RequireOthersAliveAsync(tables, silent, client);
        bench.Say($"  {Name}: heartbeats were at most {pulse.Behind.TotalMilliseconds:0} ms behind their time");
        return [OfMax($"{Name} (database)", [.. rounds.Select(round => round.Database)]), OfMax($"{Name} (/ws)", [.. rounds.Select(round => round.Live)])];
    }

    private static Row OfMax(string name, IReadOnlyList<Spread> rounds) =>
        Row.OfBound(name, "ms max", [.. rounds.Select(round => round.Max)], BelowMilliseconds) with { Note = Spread.Describe(rounds) };

    private static async Task RequireOthersAliveAsync(Tables tables, HashSet<string> silent, LiveListener client)
    {
        var offline = await tables.CountAsync("select count(*) from registry.agent where health = 'offline'", CancellationToken.None);
        var told = Offline.Of(client.AgentFrames()).Keys.Count(id => !silent.Contains(id));
        if (offline != silent.Count || told > 0)
        {
            throw new EffectMissingException($"{silent.Count} agents fell silent, but {offline} are offline, and /ws gave up {told} that are alive");
        }
    }

    /// <summary>Sees an agent become offline as others do: by reading the table, and by listening.</summary>
    private sealed class Watch(Tables tables, LiveListener client, RedisPresence presence)
    {
        public async Task<Delays> FollowAsync(string[] ids, CancellationToken cancellationToken)
        {
            var inDatabase = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
            await Await.UntilAsync(
                $"{ids.Length} silent agents are offline in the database",
                Limit,
                Look,
                async () =>
                {
                    var offline = await tables.IdsAsync("select id from registry.agent where health = 'offline' and id = any($1)", ids, cancellationToken);
                    var now = TimeProvider.System.GetUtcNow();
                    offline.ForEach(id => inDatabase.TryAdd(id, now));
                    return inDatabase.Count == ids.Length;
                },
                cancellationToken);
            var live = Offline.Of(client.AgentFrames());
            await Await.UntilAsync(
                $"{ids.Length} silent agents are offline on /ws",
                Limit,
                Look,
                () =>
                {
                    live = Offline.Of(client.AgentFrames());
                    return Task.FromResult(ids.All(live.ContainsKey));
                },
                cancellationToken);
            var beats = await presence.ReadAsync(ids, cancellationToken);
            return new Delays(Spread(inDatabase), Spread(live));

            Spread Spread(Dictionary<string, DateTimeOffset> seen) => Measuring.Spread.Of(ids.Select(id => After(seen[id], beats[id])));
        }

        private static double After(DateTimeOffset seen, LastHeartbeatSeen last)
        {
            var delay = (seen - (last.ReceivedAt + Lease.UntilOffline(IntervalSeconds))).TotalMilliseconds;
            return delay >= 0 ? delay : throw new EffectMissingException($"an agent was offline {-delay:0} ms before its deadline");
        }
    }

    private static class Offline
    {
        /// <summary>Who became offline, and when that was heard.</summary>
        public static Dictionary<string, DateTimeOffset> Of(IReadOnlyList<ReceivedFrame> frames)
        {
            var heard = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
            foreach (var frame in frames)
            {
                var change = JsonSerializer.Deserialize<AgentChanged>(frame.Text, WireJson.Options)!;
                if (change.Health == AgentHealth.Offline)
                {
                    heard.TryAdd(change.AgentId, frame.At);
                }
            }

            return heard;
        }
    }

    private sealed record Delays(Spread Database, Spread Live);
}
