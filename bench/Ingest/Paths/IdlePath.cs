using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Processes;

namespace AgentRegistry.Ingest.Paths;

/// <summary>What the whole registry in one process costs when nothing happens.</summary>
internal sealed class IdlePath : IBenchPath
{
    private const double BelowMegabytes = 150;
    private const double BelowSeconds = 2;
    private const double Megabyte = 1024 * 1024;
    private const int LooksAlike = 20;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public string Name => "idle";

    public string Summary => "Standalone without servers: resident memory when idle, and its time to /ready";

    public async Task<IReadOnlyList<Row>> RunAsync(BenchContext bench, CancellationToken cancellationToken)
    {
        var memory = new List<double>();
        var start = new List<double>();
        for (var round = 1; round <= bench.Options.Rounds; round++)
        {
            using var folder = new TemporaryFolder();
            await using var standalone = await RegistryProgram.StartAsync("Standalone", ["--data", folder["data"]], folder, addresses: null, cancellationToken);
            start.Add(standalone.ReadyAfter.TotalSeconds);
            memory.Add(await SettledMegabytesAsync(standalone.Process, cancellationToken));
            bench.Say($"  {Name}, round {round}: ready after {start[^1]:0.00} s, {memory[^1]:0.0} MB");
        }

        return [Row.OfBound("idle: memory", "MB", memory, BelowMegabytes), Row.OfBound("idle: start", "s", start, BelowSeconds)];
    }

    /// <summary>The most that it held over five seconds in which that changed by less than a megabyte.</summary>
    private static async Task<double> SettledMegabytesAsync(OwnProcess process, CancellationToken cancellationToken)
    {
        var last = new Queue<double>();
        await Await.UntilAsync(
            "the memory of an idle Standalone has settled",
            Limit,
            Look,
            async () =>
            {
                last.Enqueue(await process.ResidentBytesAsync() / Megabyte);
                if (last.Count > LooksAlike)
                {
                    last.Dequeue();
                }

                return last.Count == LooksAlike && last.Max() - last.Min() < 1;
            },
            cancellationToken);
        return last.Max();
    }
}
