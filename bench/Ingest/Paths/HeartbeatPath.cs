using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Ingest.Agents;
using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Consuming;
using AgentRegistry.Ingest.Services;

namespace AgentRegistry.Ingest.Paths;

/// <summary>A message for each heartbeat.</summary>
internal sealed class HeartbeatPath : IBenchPath
{
    private const double AtLeast = 0.9;
    private const int Messages = 100_000;
    private const string Queue = "heartbeat";

    // As in HeartbeatConsumerDefinition.
    private const int Prefetch = 1_000;

    public string Name => "heartbeat";

    public string Summary => "single heartbeats, from RabbitMQ to presence in Redis; 20,000 agents";

    public async Task<IReadOnlyList<Row>> RunAsync(BenchContext bench, CancellationToken cancellationToken)
    {
        await using var tables = await bench.EmptyStoresAsync(cancellationToken);
        var worker = new HeartbeatDrain<Heartbeat>(bench, tables, Queue, endpoint =>
        {
            endpoint.IsFleeting(Prefetch);
            endpoint.BatchesAcks();
        });
        var ids = await worker.PrepareAsync(cancellationToken);
        var messages = bench.Options.Messages ?? Messages;
        var rates = await Alternated.RunAsync(
            bench.Options.Rounds,
            bench.Say,
            Name,
            warmUp => worker.DrainNothingAsync(Bodies(ids, warmUp ? messages / 5 : messages), cancellationToken),
            warmUp => worker.DrainAsync(Bodies(ids, warmUp ? messages / 5 : messages), beatsInMessage: 1, saysUptime: true, cancellationToken));
        return [Row.OfRatio(Name, "msg/s", "do-nothing", rates, AtLeast)];
    }

    private static List<ReadOnlyMemory<byte>> Bodies(IReadOnlyList<string> ids, int count)
    {
        var now = TimeProvider.System.GetUtcNow();

        // Uptime counts on, so that the last beat of each agent can be told from those before it.
        return [.. Enumerable.Range(0, count).Select(number => Crowd.Body(new Heartbeat
        {
            AgentId = ids[number % ids.Count],
            SentAt = now.AddMicroseconds(number),
            ActiveTasks = number % 4,
            Load = number % 100 / 100.0,
            UptimeSeconds = number,
        }))];
    }
}
