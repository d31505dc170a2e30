using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Consuming;

namespace AgentRegistry.Ingest.Paths;

/// <summary>Activities until they are committed.</summary>
internal sealed class ActivityPath : IBenchPath
{
    private const double AtLeast = 0.5;
    private const int Messages = 40_000;

    public string Name => "activity";

    public string Summary => "activities, from a quorum queue to PostgreSQL with inbox, metrics and feed committed";

    public async Task<IReadOnlyList<Row>> RunAsync(BenchContext bench, CancellationToken cancellationToken)
    {
        await using var tables = await bench.EmptyStoresAsync(cancellationToken);
        var activities = new ActivityDrain(bench, tables);
        await activities.PrepareAsync(cancellationToken);
        var messages = bench.Options.Messages ?? Messages;
        var rates = await Alternated.RunAsync(
            bench.Options.Rounds,
            bench.Say,
            Name,
            warmUp => activities.DrainNothingAsync(activities.Make(warmUp ? messages / 4 : messages), cancellationToken),
            warmUp => activities.DrainAsync(activities.Make(warmUp ? messages / 4 : messages), alsoUntil: null, cancellationToken));
        return [Row.OfRatio(Name, "msg/s", "do-nothing", rates, AtLeast)];
    }
}
