namespace AgentRegistry.Discovery;

/// <summary>
/// How sure it is that some agent is for a query. By text: how much of what the query says, word by word and weighed by rarity, the
/// best agent's text says too. A word that no agent has weighs most of all, so that a query about something else stands out. By experience: how like
/// the query is to those that were answered well. By meaning: how near the nearest vector is.
/// </summary>
internal static class Confidence
{
    // Where a query is as likely to be about something else: chosen on the halves of toole's and sealtools' queries that are for choosing.
    private const float EvenOdds = 0.04f;

    // The same of the likeness to what was answered before.
    private const double EvenLikeness = 0.11;

    public static double Of(IReadOnlyList<ScoredAgent> byText, IReadOnlyList<FittingAgent> agents, SearchTerms terms, CapabilityIndex index)
    {
        if (terms.IsExact)
        {
            return 1;
        }

        var text = byText.Count > 0 ? ByText(byText[0].Entry.Document, terms, index) : 0;
        var experience = agents.Count > 0 ? agents.Max(agent => agent.Experience.Fresh / (agent.Experience.Fresh + 1) * Odds(agent.Experience.Likeness, EvenLikeness)) : 0;
        return Math.Max(text, experience);
    }

    /// <summary>By meaning: how near the nearest agent is.</summary>
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
                    best[place.Place] += Bm25.Score(place.Rarity, vector.Weights[i], Bm25.AverageNorm) / Bm25.Bound(1);
                }
            }
        }

        var (said, asked) = (0f, 0f);
        for (var i = 0; i < best.Length; i++)
        {
            var weight = terms.Terms[i].IsAsking ? AskingWords.Weight : 1;
            said += weight * best[i];
            asked += weight * terms.Terms[i].Sources[0].Rarity;
        }

        return Odds(asked > 0 ? said / asked : 0, EvenOdds);
    }

    private static double Odds(double part, double even) => part * part / ((part * part) + (even * even));
}
