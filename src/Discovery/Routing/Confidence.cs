namespace AgentRegistry.Discovery;

/// <summary>
/// The confidence that some agent is suitable for a query, from three sources. Text: the share of the query, word by word and weighted by
/// inverse document frequency, that the best agent's text covers; a word that no agent has weighs most, so that a query about another
/// subject stands out. Experience: the similarity to the queries that were answered well. Meaning: the cosine of the nearest embedding.
/// </summary>
internal static class Confidence
{
    // The share at which the confidence is 0.5: chosen on the tuning halves of the toole and sealtools queries (docs/routing.md).
    private const float EvenOdds = 0.04f;

    // The same for the similarity to answered queries.
    private const double EvenSimilarity = 0.11;

    public static double Of(IReadOnlyList<ScoredAgent> byText, IReadOnlyList<FittingAgent> agents, SearchTerms terms, CapabilityIndex index)
    {
        if (terms.IsExact)
        {
            return 1;
        }

        var text = byText.Count > 0 ? ByText(byText[0].Entry.Document, terms, index) : 0;
        var experience = agents.Count > 0 ? agents.Max(agent => agent.Experience.Fresh / (agent.Experience.Fresh + 1) * Odds(agent.Experience.Similarity, EvenSimilarity)) : 0;
        return Math.Max(text, experience);
    }

    /// <summary>The confidence from the cosine of the nearest agent.</summary>
    public static double OfCosine(double cosine, RoutingPolicy policy) => Odds(Math.Max(0, cosine), policy.EvenCosine);

    private static double ByText(AgentDocument document, SearchTerms terms, CapabilityIndex index)
    {
        var best = new float[terms.Terms.Count];
        foreach (var vector in document.Vectors)
        {
            for (var i = 0; i < vector.Terms.Length; i++)
            {
                if (terms.TryPlace(vector.Terms[i], out var place))
                {
                    best[place.Place] += Bm25.Score(place.Idf, vector.Weights[i], Bm25.AverageNorm) / Bm25.Bound(1);
                }
            }
        }

        var (said, asked) = (0f, 0f);
        for (var i = 0; i < best.Length; i++)
        {
            var weight = terms.Terms[i].IsGeneric ? GenericWords.Weight : 1;
            said += weight * best[i];
            asked += weight * terms.Terms[i].Sources[0].Idf;
        }

        return Odds(asked > 0 ? said / asked : 0, EvenOdds);
    }

    private static double Odds(double part, double even) => part * part / ((part * part) + (even * even));
}

/// <summary>Recognizes a query that depends on the one before it: "show me more", "and tomorrow?".</summary>
internal static class FollowUp
{
    // A longer query that fits no agent is about another subject.
    private const int FewWords = 4;

    public static bool Is(SearchTerms terms, double confidence, RoutingPolicy policy)
    {
        if (terms.IsExact)
        {
            return false;
        }

        var words = terms.Terms.Count(term => !term.IsGeneric);
        return words == 0 || (words <= FewWords && confidence < policy.MinimumConfidence);
    }
}
