using System.Diagnostics;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Ingest.Command;
using AgentRegistry.Ingest.Services;

namespace AgentRegistry.Ingest.Paths;

/// <summary>Compare-and-set on contexts: how long one write takes, and whether exactly one of many who have read the same version wins.</summary>
internal sealed class ContextsPath : IBenchPath
{
    private const double WriteBelow = 15;
    private const int Contexts = 50;
    private const int Versions = 100;
    private const int PerSecond = 50;
    private const int Seconds = 8;
    private const int WarmUpSeconds = 4;
    private const int Writers = 20;
    private const int WritesOfEach = 25;

    /// <summary>About 4 KB, like the plan of an agent.</summary>
    private static readonly JsonElement Data = JsonSerializer.SerializeToElement(new
    {
        goal = "export the invoices of last month",
        steps = Enumerable.Range(1, 40).Select(step => new { step, what = "read what came in since, check it, write it down", isDone = step % 3 == 0, seconds = step * 1.5 }),
    });

    public string Name => "contexts";

    public string Summary => "a compare-and-set write of 4 KB by request and response, its history at the limit; 20 writers on one context";

    public async Task<IReadOnlyList<Row>> RunAsync(BenchContext bench, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var tables = await bench.EmptyStoresAsync(cancellationToken);
        await using var worker = await bench.StartAsync("SessionWorker", tables, folder, cancellationToken);
        await using var asker = await Asker.ConnectAsync(bench, cancellationToken);
        for (var version = 0; version < Versions; version++)
        {
            await Task.WhenAll(Enumerable.Range(0, Contexts).Select(number => WriteAsync(asker, $"plan-{number}", version, "filler", cancellationToken)));
        }

        return [await WriteAsync(bench, asker, cancellationToken), await ReadAsync(bench, asker, cancellationToken), await RaceAsync(bench, asker, cancellationToken)];
    }

    private static async Task<Row> WriteAsync(BenchContext bench, Asker asker, CancellationToken cancellationToken)
    {
        const string name = "contexts: write";
        var versions = Enumerable.Repeat(Versions, Contexts).ToArray();
        var rounds = await PacedAsync(
            bench,
            name,
            async context => versions[context] = await WriteAsync(asker, $"plan-{context}", versions[context], "alone", cancellationToken)
                ?? throw new EffectMissingException($"a write on version {versions[context]} was refused, though nobody else writes"),
            cancellationToken);
        return Row.OfBound(name, "ms p99", [.. rounds.Select(round => round.P99)], WriteBelow) with
        {
            Note = $"{Spread.Describe(rounds)}; {PerSecond}/s on {Contexts} contexts of {Versions} versions, from the time it was to be sent",
        };
    }

    /// <summary>The same way there and back, without a commit: what the way takes on this machine, at this hour.</summary>
    private static async Task<Row> ReadAsync(BenchContext bench, Asker asker, CancellationToken cancellationToken)
    {
        const string name = "contexts: read";
        var rounds = await PacedAsync(
            bench,
            name,
            context => asker.AskAsync<GetContext, ContextDetails, ContextNotFound>(new() { AgentId = "bench", Name = $"plan-{context}" }, cancellationToken),
            cancellationToken);
        return new Row(name, Spread.Median(rounds.Select(round => round.P99)), "ms p99", "", Verdict.Shown)
        {
            Rounds = [.. rounds.Select(round => round.P99)],
            Note = $"{Spread.Describe(rounds)}; the same by request and response, for comparison",
        };
    }

    private static async Task<List<Spread>> PacedAsync(BenchContext bench, string name, Func<int, Task> ask, CancellationToken cancellationToken)
    {
        var rounds = new List<Spread>();

        // Round 0 warms up.
        for (var round = 0; round <= bench.Options.Rounds; round++)
        {
            var count = PerSecond * (round == 0 ? WarmUpSeconds : Seconds);
            var times = await PacedCaller.RunAsync(count, PerSecond, number => ask(number % Contexts), cancellationToken);
            if (round > 0)
            {
                rounds.Add(Spread.Of(times));
                bench.Say($"  {name}, round {round}: {Spread.Describe([rounds[^1]])}");
            }
        }

        return rounds;
    }

    /// <summary>Each writer reads, writes on what it has read, and tries again until all of its writes are in.</summary>
    private static async Task<Row> RaceAsync(BenchContext bench, Asker asker, CancellationToken cancellationToken)
    {
        const string name = "contexts: 20 writers";
        var rates = new List<double>();
        var refused = 0;
        for (var round = 0; round <= bench.Options.Rounds; round++)
        {
            var context = $"race-{round}";
            await WriteAsync(asker, context, 0, "filler", cancellationToken);
            var started = Stopwatch.GetTimestamp();
            var runs = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => RunAsync(asker, context, $"writer-{writer}", cancellationToken)));
            var rate = Writers * WritesOfEach / Stopwatch.GetElapsedTime(started).TotalSeconds;
            await RequireOneWinnerAsync(asker, context, [.. runs.SelectMany(run => run.Won)], cancellationToken);
            if (round > 0)
            {
                rates.Add(rate);
                refused += runs.Sum(run => run.Refused);
                bench.Say($"  {name}, round {round}: {rate:#,0}/s, {runs.Sum(run => run.Refused)} refused");
            }
        }

        return new Row(name, Spread.Median(rates), "/s", "one wins each", Verdict.Met)
        {
            Rounds = rates,
            Note = $"{Writers * WritesOfEach} versions, each won by exactly one; {refused / bench.Options.Rounds} writes refused",
        };
    }

    private static async Task<(IReadOnlyList<(int Version, string Writer)> Won, int Refused)> RunAsync(
        Asker asker, string context, string writer, CancellationToken cancellationToken)
    {
        var won = new List<(int Version, string Writer)>();
        var refused = 0;
        while (won.Count < WritesOfEach)
        {
            var seen = await asker.AskAsync<GetContext, ContextDetails, ContextNotFound>(new() { AgentId = "bench", Name = context }, cancellationToken);
            if (await WriteAsync(asker, context, seen!.CurrentVersion, writer, cancellationToken) is { } version)
            {
                won.Add((version, writer));
            }
            else
            {
                refused++;
            }
        }

        return (won, refused);
    }

    private static async Task RequireOneWinnerAsync(
        Asker asker, string context, IReadOnlyList<(int Version, string Writer)> won, CancellationToken cancellationToken)
    {
        var kept = await asker.AskAsync<ListContextVersions, ContextVersionPage, ContextNotFound>(new() { AgentId = "bench", Name = context, Limit = Versions }, cancellationToken);
        var winners = won.ToLookup(one => one.Version, one => one.Writer);
        if (!won.Select(one => one.Version).Order().SequenceEqual(Enumerable.Range(2, won.Count))
            || kept!.Versions.Any(version => version.Version > 1 && winners[version.Version].Single() != version.CreatedBy))
        {
            throw new EffectMissingException($"of {won.Count} versions of {context} not each has exactly one winner");
        }
    }

    /// <summary>The version that was made; null when somebody else was first.</summary>
    private static async Task<int?> WriteAsync(Asker asker, string context, int seen, string writer, CancellationToken cancellationToken) =>
        (await asker.AskAsync<WriteContext, ContextAccepted, ContextConflict>(
            new()
            {
                MessageId = Guid.CreateVersion7(),
                SentAt = TimeProvider.System.GetUtcNow(),
                AgentId = "bench",
                Name = context,
                Data = Data,
                ExpectedVersion = seen,
                CreatedBy = writer,
            },
            cancellationToken))?.Version;
}
