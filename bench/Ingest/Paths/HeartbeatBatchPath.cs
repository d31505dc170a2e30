using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Ingest.Agents;
using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Consuming;

namespace AgentRegistry.Ingest.Paths;

/// <summary>A message for the heartbeats of a hundred agents of one host.</summary>
internal sealed class HeartbeatBatchPath : IBenchPath
{
    private const double AtLeast = 150_000;
    private const int InMessage = 100;
    private const int Messages = 15_000;
    private const string Queue = "heartbeat-batch";

    // As in HeartbeatBatchConsumerDefinition.
    private const int Prefetch = 64;

    public string Name => "heartbeat-batch";

    public string Summary => "heartbeats, 100 in a message, from RabbitMQ to presence in Redis; 20,000 agents";

    public async Task<IReadOnlyList<Row>> RunAsync(BenchContext bench, CancellationToken cancellationToken)
    {
        await using var tables = await bench.EmptyStoresAsync(cancellationToken);
        var worker = new HeartbeatDrain<HeartbeatBatch>(bench, tables, Queue, endpoint => endpoint.IsFleeting(Prefetch));
        var ids = await worker.PrepareAsync(cancellationToken);
        return
        [
            Row.OfRate(Name, "beats/s", "do-nothing", await MeasureAsync(bench, worker, ids, Name, Bare, saysUptime: false, cancellationToken), AtLeast),
            Row.OfRates($"{Name}, with vitals", "beats/s", "do-nothing", await MeasureAsync(bench, worker, ids, $"{Name}, with vitals", WithVitals, saysUptime: true, cancellationToken)),
        ];
    }

    private static Task<Alternated> MeasureAsync(
        BenchContext bench,
        HeartbeatDrain<HeartbeatBatch> worker,
        IReadOnlyList<string> ids,
        string name,
        Func<IReadOnlyList<string>, int, DateTimeOffset, ReadOnlyMemory<byte>> body,
        bool saysUptime,
        CancellationToken cancellationToken)
    {
        var messages = bench.Options.Messages ?? Messages;
        return Alternated.RunAsync(
            bench.Options.Rounds,
            bench.Say,
            name,
            async warmUp => InMessage * await worker.DrainNothingAsync(Bodies(warmUp), cancellationToken),
            async warmUp => InMessage * await worker.DrainAsync(Bodies(warmUp), InMessage, saysUptime, cancellationToken));

        List<ReadOnlyMemory<byte>> Bodies(bool warmUp)
        {
            var now = TimeProvider.System.GetUtcNow();
            return [.. Enumerable.Range(0, warmUp ? messages / 5 : messages).Select(number => body(ids, number, now.AddMicroseconds(number)))];
        }
    }

    /// <summary>Only who is alive: what a host says of most of its agents most of the time.</summary>
    private static ReadOnlyMemory<byte> Bare(IReadOnlyList<string> ids, int number, DateTimeOffset sentAt) =>
        Crowd.Beats(Enumerable.Range(number * InMessage, InMessage).Select(beat => ids[beat % ids.Count]), sentAt);

    /// <summary>Everything that an agent can say of itself without changing its status.</summary>
    private static ReadOnlyMemory<byte> WithVitals(IReadOnlyList<string> ids, int number, DateTimeOffset sentAt) => Crowd.Body(new
    {
        sentAt,
        heartbeats = Enumerable.Range(number * InMessage, InMessage).Select(beat => new
        {
            agentId = ids[beat % ids.Count],
            activeTasks = beat % 4,
            load = beat % 100 / 100.0,
            uptimeSeconds = beat,
        }),
    });
}
