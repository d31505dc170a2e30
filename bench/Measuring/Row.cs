namespace AgentRegistry.Measuring;

internal enum Verdict
{
    Met,
    Missed,
    NotMeasured,

    /// <summary>Shown for comparison, without a target.</summary>
    Shown,
}

/// <summary>One line of the result.</summary>
/// <param name="Path">What was measured.</param>
/// <param name="Measured">The figure: a median of rounds.</param>
/// <param name="Unit">Of the figures.</param>
/// <param name="Target">What must be reached, in words.</param>
/// <param name="Verdict">Whether it was.</param>
internal sealed record Row(string Path, double? Measured, string Unit, string Target, Verdict Verdict)
{
    /// <summary>What it is compared with; null when there is nothing.</summary>
    public string? BaselineName { get; init; }

    public double? Baseline { get; init; }

    public double? Ratio => Measured / Baseline;

    /// <summary>The figure of each round, in their order.</summary>
    public IReadOnlyList<double> Rounds { get; init; } = [];

    public IReadOnlyList<double> BaselineRounds { get; init; } = [];

    /// <summary>What else is worth knowing.</summary>
    public string Note { get; init; } = "";

    public static Row NotMeasured(string path, string why) => new(path, null, "", "", Verdict.NotMeasured) { Note = why };

    /// <summary>A rate beside that of its baseline; the target is a ratio.</summary>
    public static Row OfRatio(string path, string unit, string baselineName, Alternated rates, double atLeast)
    {
        var ratio = rates.Path / rates.Baseline;
        return OfRates(path, unit, baselineName, rates) with { Target = $"ratio >= {atLeast}", Verdict = ratio >= atLeast ? Verdict.Met : Verdict.Missed };
    }

    /// <summary>A rate beside that of its baseline; the target is the rate itself.</summary>
    public static Row OfRate(string path, string unit, string baselineName, Alternated rates, double atLeast) =>
        OfRates(path, unit, baselineName, rates) with { Target = $">= {atLeast:#,0}", Verdict = rates.Path >= atLeast ? Verdict.Met : Verdict.Missed };

    /// <summary>A rate beside that of its baseline, for comparison only.</summary>
    public static Row OfRates(string path, string unit, string baselineName, Alternated rates) => new(path, rates.Path, unit, "", Verdict.Shown)
    {
        BaselineName = baselineName,
        Baseline = rates.Baseline,
        Rounds = rates.PathRounds,
        BaselineRounds = rates.BaselineRounds,
    };

    /// <summary>A figure that must stay below a bound in the median of its rounds.</summary>
    public static Row OfBound(string path, string unit, IReadOnlyList<double> rounds, double below) =>
        new(path, Spread.Median(rounds), unit, $"< {below:#,0}", Spread.Median(rounds) < below ? Verdict.Met : Verdict.Missed) { Rounds = rounds };
}
