namespace AgentRegistry.Measuring;

/// <summary>How a set of times is spread, in milliseconds.</summary>
internal sealed record Spread(double P50, double P99, double Max)
{
    public static Spread Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return new Spread(At(sorted, 0.50), At(sorted, 0.99), sorted[^1]);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The medians of several rounds, for a note.</summary>
    public static string Describe(IReadOnlyCollection<Spread> rounds) =>
        $"p50 {Median(rounds.Select(round => round.P50)):0.0}, p99 {Median(rounds.Select(round => round.P99)):0.0}, max {Median(rounds.Select(round => round.Max)):0.0} ms";

    // Nearest rank: a value that was measured, never one in between.
    private static double At(double[] sorted, double part) => sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)];
}
