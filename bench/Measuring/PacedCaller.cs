using System.Diagnostics;

namespace AgentRegistry.Measuring;

/// <summary>
/// Sends requests at a fixed pace whether or not earlier ones have been answered, and takes each one's time from when it was to
/// be sent: a server that stalls is charged for all who would have come meanwhile.
/// </summary>
internal static class PacedCaller
{
    public static async Task<IReadOnlyList<double>> RunAsync(int count, int perSecond, Func<int, Task> send, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromSeconds(1.0 / perSecond);
        var calls = new Task<double>[count];
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < count; number++)
        {
            var due = pause * number;
            var ahead = due - Stopwatch.GetElapsedTime(started);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, cancellationToken);
            }

            calls[number] = CallAsync(number, due);
        }

        return await Task.WhenAll(calls).WaitAsync(cancellationToken);

        async Task<double> CallAsync(int number, TimeSpan due)
        {
            await send(number);
            return (Stopwatch.GetElapsedTime(started) - due).TotalMilliseconds;
        }
    }
}
