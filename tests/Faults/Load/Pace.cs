using System.Diagnostics;

namespace AgentRegistry.Faults.Load;

/// <summary>Does something so many times a second, without waiting for one to end before the next; never more than a few at once.</summary>
public sealed class Pace(double perSecond, int mostAtOnce = 64)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs until it is stopped; then waits for those under way.</summary>
    public async Task RunAsync(Func<Task> act, CancellationToken stopping)
    {
        var running = new List<Task>();
        using var timer = new PeriodicTimer(Tick);
        var due = 0.0;
        var last = Stopwatch.GetTimestamp();
        while (await NextAsync(timer, stopping))
        {
            var now = Stopwatch.GetTimestamp();

            // What could not be done in time is left out: a burst afterwards would be another load.
            due = Math.Min(due + (perSecond * Stopwatch.GetElapsedTime(last, now).TotalSeconds), Math.Max(1, perSecond / 5));
            last = now;
            await Task.WhenAll(running.Where(task => task.IsCompleted));
            running.RemoveAll(task => task.IsCompleted);
            for (; due >= 1 && running.Count < mostAtOnce; due--)
            {
                running.Add(act());
            }
        }

        await Task.WhenAll(running);
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
