namespace AgentRegistry.Discovery;

/// <summary>
/// How sure it is that an agent's text is about a query: how much of what the query says, word by word and weighed by rarity, the
/// agent's text says too. A word that no agent has weighs most of all, so that a query about something else stands out.
/// </summary>
internal static class Confidence
{
    // Where a query is as likely to be about something else: chosen on the halves of toole's and sealtools' queries that are for choosing.
    private const float EvenOdds = 0.04f;

    public static double Of(AgentDocument document, SearchTerms terms, CapabilityIndex index)
    {
        if (terms.Id.Count + terms.Name.Count > 0)
        {
            return 1;
        }

        var best = new float[terms.Terms.Count];
        foreach (var vector in document.Vectors)
        {
            for (var i = 0; i < vector.Terms.Length; i++)
            {
                if (terms.TryPlace(vector.Terms[i], out var place))
                {
                    best[place.Place] += Bm25.Score(place.Rarity, vector.Weights[i], index.AverageLength, index.AverageLength) / Bm25.Bound(1);
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

        var part = asked > 0 ? said / asked : 0;
        return part * part / ((part * part) + (EvenOdds * EvenOdds));
    }
}
