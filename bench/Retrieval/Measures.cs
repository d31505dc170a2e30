namespace AgentRegistry.Retrieval;

/// <summary>How good a ranking is, by the usual measures; each is a mean over the queries, 0 to 1.</summary>
internal sealed record Measures(double Hit1, double Hit5, double Recall5, double Recall10, double Ndcg5, double Ndcg10, double Mrr)
{
    /// <summary>How many of the best each query's ranking has to hold.</summary>
    public const int Depth = 10;

    public static Measures Mean(IReadOnlyCollection<Measures> all) => new(
        all.Average(one => one.Hit1),
        all.Average(one => one.Hit5),
        all.Average(one => one.Recall5),
        all.Average(one => one.Recall10),
        all.Average(one => one.Ndcg5),
        all.Average(one => one.Ndcg10),
        all.Average(one => one.Mrr));

    /// <param name="ranked">The ids that were found, best first.</param>
    /// <param name="relevant">The ids that should have been.</param>
    public static Measures Of(IReadOnlyList<string> ranked, IReadOnlyCollection<string> relevant)
    {
        var hits = ranked.Take(Depth).Select(id => relevant.Contains(id, StringComparer.Ordinal)).ToArray();
        var first = Array.IndexOf(hits, true);
        return new Measures(
            Found(hits, 1) > 0 ? 1 : 0,
            Found(hits, 5) > 0 ? 1 : 0,
            (double)Found(hits, 5) / relevant.Count,
            (double)Found(hits, 10) / relevant.Count,
            Ndcg(hits, relevant.Count, 5),
            Ndcg(hits, relevant.Count, 10),
            first < 0 ? 0 : 1.0 / (first + 1));
    }

    /// <summary>
    /// The area under the curve of true against false alarms: how likely a query that can be answered is given more confidence
    /// than one that cannot; ties count half.
    /// </summary>
    public static double Auroc(IReadOnlyCollection<double> answerable, IReadOnlyCollection<double> others)
    {
        var sorted = answerable.Select(confidence => (confidence, isAnswerable: true))
            .Concat(others.Select(confidence => (confidence, isAnswerable: false)))
            .OrderBy(one => one.confidence)
            .ToArray();
        var (rankSum, at) = (0.0, 0);
        while (at < sorted.Length)
        {
            var end = at;
            while (end < sorted.Length && sorted[end].confidence.Equals(sorted[at].confidence))
            {
                end++;
            }

            var rank = (at + 1 + end) / 2.0;
            rankSum += rank * sorted[at..end].Count(one => one.isAnswerable);
            at = end;
        }

        return (rankSum - (answerable.Count * (answerable.Count + 1) / 2.0)) / ((double)answerable.Count * others.Count);
    }

    private static int Found(bool[] hits, int depth) => hits.Take(depth).Count(hit => hit);

    private static double Ndcg(bool[] hits, int relevant, int depth)
    {
        var gain = hits.Take(depth).Select((hit, place) => hit ? Discount(place) : 0).Sum();
        return gain / Enumerable.Range(0, Math.Min(relevant, depth)).Sum(Discount);
    }

    private static double Discount(int place) => 1 / Math.Log2(place + 2);
}
