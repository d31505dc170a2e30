using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>Says why an agent was found: its capability that fits the query best, and the words that matched.</summary>
internal static class CapabilityFit
{
    public static CapabilityMatch Explain(ScoredAgent scored, SearchTerms terms, CapabilityIndex index)
    {
        var agent = scored.Entry.Agent;
        var document = scored.Entry.Document;
        var found = new bool[terms.Terms.Count];
        Fit(document.Own, terms, found, index);
        Capability? best = null;
        var bestFit = 0f;
        for (var i = 0; i < document.Capabilities.Length; i++)
        {
            var fit = Fit(document.Capabilities[i], terms, found, index);
            if (string.Equals(agent.Capabilities[i].Name, terms.Text, StringComparison.OrdinalIgnoreCase))
            {
                fit = float.MaxValue;
            }

            if (fit > bestFit)
            {
                (best, bestFit) = (agent.Capabilities[i], fit);
            }
        }

        // An agent without a matching word was found by an id or name of stop words or signs: the query as a whole.
        var words = terms.Words(found);
        return new CapabilityMatch
        {
            AgentId = agent.Id,
            Name = agent.Name,
            Capability = best?.Name,
            Description = best?.Description,
            CostEstimate = best?.CostEstimate,
            Score = Math.Round(scored.Score, 4),
            MatchedWords = words.Count > 0 ? words : [terms.Text],
            Status = agent.Status,
            Health = agent.Health,
            BaseUrl = agent.BaseUrl,
        };
    }

    /// <summary>Scores a vector as if it were a whole document of average length: a capability is not worse for being well described.</summary>
    private static float Fit(TermVector vector, SearchTerms terms, Span<bool> found, CapabilityIndex index)
    {
        var fit = 0f;
        for (var i = 0; i < vector.Terms.Length; i++)
        {
            if (terms.TryPlace(vector.Terms[i], out var place))
            {
                found[place.Place] = true;
                fit += Bm25.Score(place.Rarity, vector.Weights[i], index.AverageLength, index.AverageLength);
            }
        }

        return fit;
    }
}
