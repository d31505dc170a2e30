using System.Runtime.CompilerServices;

namespace AgentRegistry.Fleet;

/// <summary>Registers the fleet and runs its schedule, with a bounded number of concurrent messages.</summary>
/// <param name="sender">Sends the messages.</param>
/// <param name="ledger">Records the results.</param>
/// <param name="concurrency">The maximum number of concurrent messages.</param>
/// <param name="timeout">How long responses may take once nothing new is sent.</param>
/// <param name="progress">Shows the progress.</param>
/// <param name="time">The clock.</param>
internal sealed class FleetRun(
    MessageSender sender, Ledger ledger, int concurrency, CatchUpTimeout timeout, ProgressLine progress, TimeProvider time)
{
    /// <summary>Registrations in one message, where the link has such a message.</summary>
    private const int BatchSize = 100;

    private TimeSpan _elapsed;

    /// <summary>Returns when all have a response, or after the timeout.</summary>
    /// <param name="stop">Ctrl-C.</param>
    public async Task RegisterAsync(CancellationToken stop)
    {
        using var cancel = new CancellationTokenSource(timeout.Now, time);
        using var onStop = stop.Register(() => cancel.CancelAfter(timeout.Now));
        var done = 0;
        progress.Follow(() => $"registering: {done:N0} of {ledger.Accounts.Count:N0} agents registered{Errors()}");
        await Parallel.ForEachAsync(
            Enumerable.Range(0, ledger.Accounts.Count).Chunk(BatchSize).TakeWhile(_ => !stop.IsCancellationRequested),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (agents, _) =>
            {
                await sender.RegisterAsync(agents, cancel.Token);
                Interlocked.Add(ref done, agents.Length);
            });
        await progress.EndAsync();
    }

    /// <summary>Runs for this long or until Ctrl-C; returns when everything has a response, or after the timeout.</summary>
    /// <returns>For how long new messages were sent.</returns>
    public async Task<TimeSpan> RunScheduleAsync(FleetSchedule schedule, TimeSpan length, CancellationToken stop)
    {
        using var cancel = new CancellationTokenSource(length + timeout.Now, time);
        using var onStop = stop.Register(() => cancel.CancelAfter(timeout.Now));
        var started = time.GetTimestamp();
        progress.Follow(() =>
            $"running: {Shorter(time.GetElapsedTime(started), length).TotalSeconds:0} of {length.TotalSeconds:0} s, {ledger.HeartbeatsAccepted:N0} heartbeats and {ledger.ActivitiesAccepted:N0} activities accepted{Errors()}");
        await Parallel.ForEachAsync(
            WhenDueAsync(schedule.Actions(), started, length, stop),
            new ParallelOptions { MaxDegreeOfParallelism = concurrency },
            async (action, _) => await sender.DeliverAsync(action, cancel.Token));
        await progress.EndAsync();
        return _elapsed;
    }

    /// <summary>Each action when it is due; a late one at once.</summary>
    private async IAsyncEnumerable<FleetAction> WhenDueAsync(
        IEnumerable<FleetAction> actions, long started, TimeSpan length, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var action in actions)
        {
            var early = Shorter(action.Due, length) - time.GetElapsedTime(started);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            _elapsed = Shorter(time.GetElapsedTime(started), length);
            if (stop.IsCancellationRequested || action.Due >= length || _elapsed >= length)
            {
                yield break;
            }

            yield return action;
        }
    }

    private string Errors() => ledger.Resent == 0 ? "" : $"; resent {ledger.Resent:N0} times, last error: {ledger.LastError}";

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

/// <summary>How long the registry may take to respond and to catch up. Less after Ctrl-C.</summary>
internal sealed class CatchUpTimeout(TimeSpan whole, CancellationToken stop)
{
    private static readonly TimeSpan AfterStop = TimeSpan.FromSeconds(10);

    public TimeSpan Now => stop.IsCancellationRequested && whole > AfterStop ? AfterStop : whole;
}
