using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>Says why an agent was found: its capability that fits the query best, and the words that matched.</summary>
internal static class CapabilityFit
{
    public static CapabilityMatch Explain(AgentEntry entry, SearchTerms terms, CapabilityIndex index)
    {
        var (agent, document) = (entry.Agent, entry.Document);
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

        // By an id or name of stop words or signs, an agent is found without a matching word: by the query as a whole.
        var words = terms.Words(found);
        return new CapabilityMatch
        {
            AgentId = agent.Id,
            Name = agent.Name,
            Capability = best?.Name,
            Description = best?.Description,
            CostEstimate = best?.CostEstimate,
            MatchedWords = words.Count > 0 || !terms.IsExact ? words : [terms.Text],
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
                fit += Bm25.Score(place.Rarity, vector.Weights[i], Bm25.AverageNorm);
            }
        }

        return fit;
    }
}
