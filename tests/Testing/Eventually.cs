using System.Diagnostics;

namespace AgentRegistry.Testing;

/// <summary>Waits for a condition, with a limit, instead of for a time.</summary>
public static class Eventually
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task HoldsAsync(Func<Task<bool>> condition, TimeSpan? limit = null, Func<string>? otherwise = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > (limit ?? Limit))
            {
                throw new TimeoutException(otherwise?.Invoke() ?? $"The condition did not hold within {limit ?? Limit}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    public static Task HoldsAsync(Func<bool> condition, TimeSpan? limit = null, Func<string>? otherwise = null) =>
        HoldsAsync(() => Task.FromResult(condition()), limit, otherwise);
}
