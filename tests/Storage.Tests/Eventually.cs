using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AgentRegistry.Storage.Tests;

/// <summary>Waits for a condition, with a limit that only a fault reaches.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task IsAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > Limit)
            {
                throw new TimeoutException($"After {Limit.TotalSeconds} s it is still not true that {what}");
            }

            await Task.Delay(10);
        }
    }
}
