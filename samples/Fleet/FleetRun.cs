using System.Runtime.CompilerServices;

namespace AgentRegistry.Fleet;

/// <summary>Registers the fleet and lives its life, at its pace, with a bounded number of messages under way.</summary>
internal sealed class FleetRun(Courier courier, Ledger ledger, int concurrency, ProgressLine progress, TimeProvider time)
{
    /// <summary>Registrations in one message, where the way to the registry has such a message.</summary>
    private const int Together = 100;

    /// <summary>How long messages may wait for their answers once nothing new is sent, or for their turn while the registry is away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The same after Ctrl-C.</summary>
    private static readonly TimeSpan ImpatientPatience = TimeSpan.FromSeconds(10);

    /// <summary>Until all are answered, or the patience ends.</summary>
    /// <param name="stop">Ctrl-C.</param>
    public async Task RegisterAsync(CancellationToken stop)
    {
        using var giveUp = GiveUpAfter(Patience, stop);
        var done = 0;
        progress.Follow(() => $"registering: {done:N0} of {ledger.Accounts.Count:N0} agents answered{Troubles()}");
        await Parallel.ForEachAsync(
            Enumerable.Range(0, ledger.Accounts.Count).Chunk(Together).TakeWhile(_ => !stop.IsCancellationRequested),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (agents, _) =>
            {
                await courier.RegisterAsync(agents, giveUp.Token);
                Interlocked.Add(ref done, agents.Length);
            });
        await progress.EndAsync();
    }

    /// <summary>For so long, or until Ctrl-C; then until all that was sent is answered, or the patience ends.</summary>
    /// <returns>For how long new messages were sent.</returns>
    public async Task<TimeSpan> LiveAsync(FleetLife life, TimeSpan length, CancellationToken stop)
    {
        using var giveUp = GiveUpAfter(length + Patience, stop);
        var started = time.GetTimestamp();
        var lived = TimeSpan.Zero;
        progress.Follow(() =>
            $"living: {lived.TotalSeconds:0} of {length.TotalSeconds:0} s, {ledger.BeatsTaken:N0} heartbeats and {ledger.ActivitiesTaken:N0} activities answered{Troubles()}");
        await Parallel.ForEachAsync(
            InTimeAsync(life.Moments(), started, length, stop),
            new ParallelOptions { MaxDegreeOfParallelism = concurrency },
            async (moment, _) =>
            {
                await courier.DeliverAsync(moment, giveUp.Token);
                lived = Shorter(time.GetElapsedTime(started), length);
            });
        await progress.EndAsync();
        return lived;
    }

    /// <summary>Each moment when it is due. Whoever takes them may be late: then the next comes at once.</summary>
    private async IAsyncEnumerable<Moment> InTimeAsync(
        IEnumerable<Moment> moments, long started, TimeSpan length, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var moment in moments)
        {
            var early = Shorter(moment.Due, length) - time.GetElapsedTime(started);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (stop.IsCancellationRequested || moment.Due >= length || time.GetElapsedTime(started) >= length)
            {
                yield break;
            }

            yield return moment;
        }
    }

    private CancellationTokenSource GiveUpAfter(TimeSpan limit, CancellationToken stop)
    {
        var giveUp = new CancellationTokenSource(limit, time);
        stop.Register(() => giveUp.CancelAfter(ImpatientPatience));
        return giveUp;
    }

    private string Troubles() => ledger.SentAgain == 0 ? "" : $"; sent again {ledger.SentAgain:N0} times, last because {ledger.Trouble}";

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
