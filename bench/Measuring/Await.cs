using System.Diagnostics;

namespace AgentRegistry.Measuring;

/// <summary>Waits for a condition, with a limit, never for a length of time.</summary>
internal static class Await
{
    public static async Task UntilAsync(
        string what, TimeSpan limit, TimeSpan pause, Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new EffectMissingException($"after {limit.TotalSeconds:0} s still not: {what}");
            }

            await Task.Delay(pause, cancellationToken);
        }
    }
}
