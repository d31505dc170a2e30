using System.Diagnostics;
using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Consuming;
using AgentRegistry.Ingest.Processes;
using AgentRegistry.Measuring;

namespace AgentRegistry.Ingest.Paths;

/// <summary>Activities while the memory server is away, beside the same with it there; and then what it missed, when it is back.</summary>
internal sealed class MemoryPath : IBenchPath
{
    private const double AtLeast = 0.9;
    private const int Messages = 50_000;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public string Name => "memory";

    public string Summary => "activities while the memory server is away, beside the same with it there; then what it missed";

    public async Task<IReadOnlyList<Row>> RunAsync(BenchContext bench, CancellationToken cancellationToken)
    {
        if (MemoryProgram.Installed is not { } index)
        {
            return [Row.NotMeasured(Name, "no memory server: eval \"$(eng/memory-server.sh)\"")];
        }

        using var folder = new TemporaryFolder();
        var server = new MemoryProgram(index, folder);
        await using var tables = await bench.EmptyStoresAsync(cancellationToken);
        var activities = new ActivityDrain(bench, tables);
        await activities.PrepareAsync(cancellationToken);
        var messages = bench.Options.Messages ?? Messages;
        var (missed, delivered, longest) = (0L, 0L, TimeSpan.Zero);
        var rates = await Alternated.RunAsync(
            bench.Options.Rounds,
            bench.Say,
            Name,
            warmUp => DrainAsync(warmUp, server.There),
            async warmUp =>
            {
                var rate = await DrainAsync(warmUp, MemoryProgram.Away);
                await CatchUpAsync();
                return rate;
            });
        var note = $"{delivered:#,0} of {missed:#,0} that it missed delivered, those of a round at most {longest.TotalSeconds:0} s after it was back";
        return [Row.OfRatio(Name + " (away)", "msg/s", "with it there", rates, AtLeast) with { Note = note }];

        // After each round, and into an empty graph: the server writes all of it anew at each call.
        async Task CatchUpAsync()
        {
            server.Forget();
            var waiting = await tables.CountAsync(
                "select count(*) from feed.entry where kind = 2 and revision > (select revision from feed.cursor where name = 'memory_server')", cancellationToken);
            var started = Stopwatch.GetTimestamp();
            await using (await activities.StartWorkerAsync(server.There, cancellationToken))
            {
                await Await.UntilAsync($"{waiting:#,0} activities in the memory server", Limit, Look, () => Task.FromResult(server.Count >= waiting), cancellationToken);
            }

            var took = Stopwatch.GetElapsedTime(started);
            (missed, delivered, longest) = (missed + waiting, delivered + server.Count, took > longest ? took : longest);
        }

        Task<double> DrainAsync(bool warmUp, IReadOnlyDictionary<string, string?> settings)
        {
            var batch = activities.Make(warmUp ? messages / 4 : messages);
            return activities.DrainAsync(batch, alsoUntil: null, cancellationToken, settings);
        }
    }
}
