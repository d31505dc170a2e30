using System.Diagnostics;
using AgentRegistry.Live.Clients;

namespace AgentRegistry.Live;

/// <summary>One API process, all clients idle, then rounds with and without stalled ones by turns.</summary>
internal static class LiveRun
{
    private const double BelowKilobytes = 40;
    private const double BelowMilliseconds = 500;

    /// <summary>What differs by less than this is no change: two rounds of the same kind differ as much.</summary>
    private const double MostRatio = 1.25;

    /// <summary>Few: what a closed client leaves behind would be there for the next, and the idle ones would seem to need nothing.</summary>
    private const int WarmUpClients = 10;

    /// <summary>Ten seconds for a frame, then the farewell; a ping that is not answered would end it after half a minute.</summary>
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(LiveOptions options, CancellationToken interrupted)
    {
        try
        {
            var rows = await MeasureAsync(options, interrupted);
            await Console.Out.WriteAsync(ResultTable.Text(rows));
            await Console.Out.WriteLineAsync(ResultJson.Line(rows, options.Rounds));
            return rows.Any(row => row.Verdict is Verdict.Missed or Verdict.NotMeasured) ? 1 : 0;
        }
        catch (Exception) when (interrupted.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("interrupted");
            return 130;
        }
        catch (Exception exception) when (exception is EffectMissingException or PathSkippedException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }
    }

    private static async Task<IReadOnlyList<Row>> MeasureAsync(LiveOptions options, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var api = await Api.StartAsync(folder, cancellationToken);
        await WarmUpAsync(api, options, cancellationToken);

        using var crowd = new Crowd(api.EndPoint, options.Addresses);
        var before = await api.SettledKilobytesAsync(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var readers = await crowd.ConnectAsync(options.Clients - options.StalledClients, mayStall: false, cancellationToken);
        var others = await crowd.ConnectAsync(options.StalledClients, mayStall: true, cancellationToken);
        await WaitForClientsAsync(api, options.Clients, cancellationToken);
        var connecting = Stopwatch.GetElapsedTime(started);
        var after = await api.SettledKilobytesAsync(cancellationToken);
        var idle = (after - before) / options.Clients;
        Say($"{options.Clients:#,0} clients connected in {connecting.TotalSeconds:0.0} s: {before / 1024:0} MB before, {after / 1024:0} MB after, {idle:0.0} KB each");

        var (calm, stalled) = (new List<LiveRound>(), new List<LiveRound>());
        var most = 0.0;
        for (var round = 1; round <= options.Rounds; round++)
        {
            calm.Add(await LiveRound.RunAsync(api, crowd, [.. readers, .. others], options.Rate, options.Seconds, cancellationToken));
            Say($"round {round}, all read: {calm[^1]}");

            await crowd.StallAsync(others);
            stalled.Add(await LiveRound.RunAsync(api, crowd, readers, options.Rate, options.Seconds, cancellationToken));
            most = Math.Max(most, await api.SettledKilobytesAsync(cancellationToken));
            await WaitForClientsAsync(api, readers.Count(client => !client.HasEnded), cancellationToken);
            Say($"round {round}, {options.StalledClients:#,0} stalled: {stalled[^1]}; the stalled have been closed");
            await crowd.DropAsync(others);
            others = await crowd.ConnectAsync(options.StalledClients, mayStall: true, cancellationToken);
            await WaitForClientsAsync(api, readers.Count(client => !client.HasEnded) + others.Count, cancellationToken);
        }

        return Rows(options, idle, most / 1024, calm, stalled);
    }

    private static Row[] Rows(LiveOptions options, double idle, double most, IReadOnlyList<LiveRound> calm, IReadOnlyList<LiveRound> stalled)
    {
        var name = $"{options.Clients:#,0} clients, {options.Rate}/s";
        var times = stalled.Select(round => round.Times.P99).ToArray();
        var calmTimes = calm.Select(round => round.Times.P99).ToArray();
        var beside = new Row($"{name}, {options.StalledClients:#,0} stalled", Spread.Median(times), "ms p99", $"ratio <= {MostRatio}", Verdict.Shown)
        {
            BaselineName = "all read",
            Baseline = Spread.Median(calmTimes),
            Rounds = times,
            BaselineRounds = calmTimes,
            Note = $"{Spread.Describe([.. stalled.Select(round => round.Times)])}; API at most {most:0} MB",
        };
        return
        [
            Row.OfBound("memory of an idle client", "KB", [idle], BelowKilobytes),
            Row.OfBound(name, "ms p99", calmTimes, BelowMilliseconds) with
            {
                Note = $"{Spread.Describe([.. calm.Select(round => round.Times)])}; {Spread.Median(calm.Select(round => round.Delivered / round.Seconds)):#,0} frames/s, "
                    + $"{Spread.Median(calm.Select(round => round.ApiMicroseconds)):0.00} µs of the API each",
            },
            Nothing($"{name}: missing", calm, round => round.Missing),
            Nothing($"{name}: repeated", calm, round => round.Repeated),
            beside with { Verdict = beside.Ratio <= MostRatio ? Verdict.Met : Verdict.Missed },
            Nothing($"{beside.Path}: missing", stalled, round => round.Missing),
            Nothing($"{beside.Path}: repeated", stalled, round => round.Repeated),
        ];
    }

    /// <summary>What must not happen at all: the sum over the rounds.</summary>
    private static Row Nothing(string path, IReadOnlyList<LiveRound> rounds, Func<LiveRound, long> count)
    {
        var sum = rounds.Sum(count);
        return new Row(path, sum, "changes", "0", sum == 0 ? Verdict.Met : Verdict.Missed) { Rounds = [.. rounds.Select(round => (double)count(round))] };
    }

    /// <summary>What any process takes when it is first used is not the clients'.</summary>
    private static async Task WarmUpAsync(Api api, LiveOptions options, CancellationToken cancellationToken)
    {
        using (var crowd = new Crowd(api.EndPoint, options.Addresses))
        {
            var clients = await crowd.ConnectAsync(WarmUpClients, mayStall: false, cancellationToken);
            await LiveRound.RunAsync(api, crowd, clients, options.Rate, seconds: 5, cancellationToken);
        }

        await WaitForClientsAsync(api, 0, cancellationToken);
    }

    private static Task WaitForClientsAsync(Api api, int count, CancellationToken cancellationToken) => Await.UntilAsync(
        $"the API has {count:#,0} live clients",
        CloseLimit,
        TimeSpan.FromMilliseconds(100),
        async () => await api.LiveClientsAsync(cancellationToken) == count,
        cancellationToken);

    private static void Say(string text) => Console.Error.WriteLine(text);
}
