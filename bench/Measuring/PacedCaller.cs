using System.Diagnostics;

namespace AgentRegistry.Measuring;

/// <summary>
/// Sends requests at a fixed pace whether or not earlier ones have been answered, and takes each one's time from when it was to
/// be sent: a server that stalls is charged for all who would have come meanwhile.
/// </summary>
/// <remarks>
/// It has a thread of its own, and sleeps. A <see cref="Task.Delay(TimeSpan)"/> ends some milliseconds late on Linux, as .NET's timers go by
/// a clock that the kernel moves every 4 ms; the server would be charged for that too.
/// </remarks>
internal static class PacedCaller
{
    public static async Task<IReadOnlyList<double>> RunAsync(int count, int perSecond, Func<int, Task> send, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromSeconds(1.0 / perSecond);
        var calls = await Task.Factory.StartNew(SendAll, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return await Task.WhenAll(calls).WaitAsync(cancellationToken);

        Task<double>[] SendAll()
        {
            var sending = new Task<double>[count];
            var started = Stopwatch.GetTimestamp();
            for (var number = 0; number < count; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var due = pause * number;
                var ahead = due - Stopwatch.GetElapsedTime(started);
                if (ahead > TimeSpan.Zero)
                {
#pragma warning disable RS0030 // A pace is no wait for a condition. In whole milliseconds, rounded down.
                    Thread.Sleep(ahead);
#pragma warning restore RS0030
                }

                var sent = Stopwatch.GetElapsedTime(started);
                sending[number] = CallAsync(number, started, sent < due ? sent : due);
            }

            return sending;
        }

        async Task<double> CallAsync(int number, long started, TimeSpan from)
        {
            await send(number);
            return (Stopwatch.GetElapsedTime(started) - from).TotalMilliseconds;
        }
    }
}
