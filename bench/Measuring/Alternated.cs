namespace AgentRegistry.Measuring;

/// <summary>What a baseline and a path reached in turn: A B A B, so that a machine that slows down slows both.</summary>
internal sealed record Alternated(IReadOnlyList<double> BaselineRounds, IReadOnlyList<double> PathRounds)
{
    public double Baseline => Spread.Median(BaselineRounds);

    public double Path => Spread.Median(PathRounds);

    /// <summary>Measures both by turns, after a round of each that only warms up.</summary>
    /// <param name="rounds">How many rounds count.</param>
    /// <param name="say">Tells of the progress.</param>
    /// <param name="name">For the progress.</param>
    /// <param name="baseline">One round of the baseline; true: a warm-up. Gives its rate.</param>
    /// <param name="path">The same of the path.</param>
    public static async Task<Alternated> RunAsync(
        int rounds, Action<string> say, string name, Func<bool, Task<double>> baseline, Func<bool, Task<double>> path)
    {
        await baseline(true);
        await path(true);
        List<double> baselines = [], paths = [];
        for (var round = 1; round <= rounds; round++)
        {
            var one = await baseline(false);
            var other = await path(false);
            baselines.Add(one);
            paths.Add(other);
            say($"  {name}, round {round}: baseline {one:#,0}/s, path {other:#,0}/s, ratio {other / one:0.00}");
        }

        return new Alternated(baselines, paths);
    }
}
