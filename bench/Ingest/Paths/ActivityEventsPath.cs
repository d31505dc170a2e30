using AgentRegistry.Contracts;
using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Consuming;
using AgentRegistry.Ingest.Live;
using AgentRegistry.Ingest.Processes;

namespace AgentRegistry.Ingest.Paths;

/// <summary>Activities until their events are on the bus and on the live feed as well.</summary>
internal sealed class ActivityEventsPath : IBenchPath
{
    private const double AtLeast = 0.25;
    private const int Messages = 40_000;
    private const string Events = "bench-activity-events";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public string Name => "activity+events";

    public string Summary => "the same until each event is relayed to a bound queue and received by a WebSocket client";

    public async Task<IReadOnlyList<Row>> RunAsync(BenchContext bench, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var tables = await bench.EmptyStoresAsync(cancellationToken);
        var activities = new ActivityDrain(bench, tables);
        await activities.PrepareAsync(cancellationToken);
        await bench.Broker.ListenAsync(Events, "AgentRegistry.Contracts:ActivityRecorded", cancellationToken);
        await using var worker = await bench.StartAsync("RegistryWorker", tables, folder, cancellationToken);
        await using var api = await bench.StartAsync("QueryApi", tables, folder, cancellationToken);
        await using var client = await LiveListener.ConnectAsync(api.Address, cancellationToken);
        var messages = bench.Options.Messages ?? Messages;
        var rates = await Alternated.RunAsync(
            bench.Options.Rounds,
            bench.Say,
            Name,
            warmUp => activities.DrainNothingAsync(activities.Make(warmUp ? messages / 4 : messages), cancellationToken),
            warmUp => DrainAsync(bench, activities, activities.Make(warmUp ? messages / 4 : messages), client, cancellationToken));
        return [Row.OfRatio(Name, "msg/s", "do-nothing", rates, AtLeast)];
    }

    private static async Task<double> DrainAsync(
        BenchContext bench, ActivityDrain drain, List<ActivityLogged> activities, LiveListener client, CancellationToken cancellationToken)
    {
        await bench.Broker.PurgeAsync(Events, cancellationToken);
        var received = client.Expect(activities.Count);
        var rate = await drain.DrainAsync(
            activities, () => Task.WhenAll(received, RelayedAsync(bench, activities.Count, cancellationToken)), cancellationToken);

        // Only now: reading what was received is not part of the time.
        var ids = client.TakeActivityIds();
        if (ids.Count != activities.Count || !ids.SetEquals(activities.Select(activity => activity.ActivityId)))
        {
            throw new EffectMissingException($"{activities.Count} activities were sent, the live feed brought {ids.Count} of other ids");
        }

        return rate;
    }

    private static Task RelayedAsync(BenchContext bench, int count, CancellationToken cancellationToken) => Await.UntilAsync(
        $"{count} events are in the bound queue",
        Limit,
        Look,
        async () => await bench.Broker.CountAsync(Events, cancellationToken) >= count,
        cancellationToken);
}
