using System.Runtime.CompilerServices;

namespace AgentRegistry.Fleet;

/// <summary>Registers the fleet and lives its life, at its pace, with a bounded number of messages under way.</summary>
/// <param name="courier">Brings the messages to the registry.</param>
/// <param name="ledger">Knows what became of them.</param>
/// <param name="concurrency">How many may be under way at once.</param>
/// <param name="patience">How long they may wait for their answers once nothing new is sent.</param>
/// <param name="progress">Shows how far it is.</param>
/// <param name="time">The clock.</param>
internal sealed class FleetRun(
    Courier courier, Ledger ledger, int concurrency, Patience patience, ProgressLine progress, TimeProvider time)
{
    /// <summary>Registrations in one message, where the way to the registry has such a message.</summary>
    private const int Together = 100;

    private TimeSpan _lived;

    /// <summary>Until all are answered, or the patience ends.</summary>
    /// <param name="stop">Ctrl-C.</param>
    public async Task RegisterAsync(CancellationToken stop)
    {
        using var giveUp = new CancellationTokenSource(patience.Now, time);
        using var hurry = stop.Register(() => giveUp.CancelAfter(patience.Now));
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
        using var giveUp = new CancellationTokenSource(length + patience.Now, time);
        using var hurry = stop.Register(() => giveUp.CancelAfter(patience.Now));
        var started = time.GetTimestamp();
        progress.Follow(() =>
            $"living: {Shorter(time.GetElapsedTime(started), length).TotalSeconds:0} of {length.TotalSeconds:0} s, {ledger.BeatsTaken:N0} heartbeats and {ledger.ActivitiesTaken:N0} activities answered{Troubles()}");
        await Parallel.ForEachAsync(
            InTimeAsync(life.Moments(), started, length, stop),
            new ParallelOptions { MaxDegreeOfParallelism = concurrency },
            async (moment, _) => await courier.DeliverAsync(moment, giveUp.Token));
        await progress.EndAsync();
        return _lived;
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

            _lived = Shorter(time.GetElapsedTime(started), length);
            if (stop.IsCancellationRequested || moment.Due >= length || _lived >= length)
            {
                yield break;
            }

            yield return moment;
        }
    }

    private string Troubles() => ledger.SentAgain == 0 ? "" : $"; sent again {ledger.SentAgain:N0} times, last because {ledger.Trouble}";

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
