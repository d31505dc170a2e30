using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>Answers a search from one index.</summary>
internal static class CapabilitySearch
{
    public static CapabilityMatches Run(CapabilityIndex index, SearchCapabilities query)
    {
        var terms = new SearchTerms(query.Query, index);
        var (best, total) = Rank(index, terms, new AgentFilter(query.Filter ?? new ListAgents()), query.Limit);
        return new CapabilityMatches
        {
            Query = terms.Text,
            Matches = [.. best.Select(agent => MatchExplanation.Explain(agent.Entry, terms, index) with { Score = Math.Round(agent.Score, 4) })],
            Total = total,
        };
    }

    /// <summary>The agents whose text fits best, best first, and how many fit at all.</summary>
    public static (IReadOnlyList<ScoredAgent> Best, int Total) Rank(CapabilityIndex index, SearchTerms terms, AgentFilter filter, int limit)
    {
        using var scores = new TextScores(index, terms);
        var sentences = SentenceScale.Of(index, scores, terms.SentenceCount, filter);
        var exact = new ExactScores(terms);
        var top = new TopAgents(limit);
        var total = 0;
        for (var page = 0; page < index.Pages.Length; page++)
        {
            sentences.Apply(scores, page);
            exact.Add(scores, page);
            if (!scores.HasAny(page))
            {
                continue;
            }

            var agents = index.Pages[page];
            var whole = scores.Whole(page);
            for (var offset = 0; offset < whole.Length; offset++)
            {
                if (whole[offset] > 0 && agents.Passes(offset, filter))
                {
                    total++;
                    if (whole[offset] >= top.Threshold)
                    {
                        top.Offer(agents[offset], whole[offset]);
                    }
                }
            }
        }

        return (top.Best, total);
    }
}

/// <summary>Explains a match: the agent's capability that fits the query best, and the words that matched.</summary>
internal static class MatchExplanation
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

        // An id or name of stop words or symbols matches as a whole, without a matching word.
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

    /// <summary>Scores a vector as a document of average length: a detailed description is no disadvantage for a capability.</summary>
    private static float Fit(TermVector vector, SearchTerms terms, Span<bool> found, CapabilityIndex index)
    {
        var fit = 0f;
        for (var i = 0; i < vector.Terms.Length; i++)
        {
            if (terms.TryPlace(vector.Terms[i], out var place))
            {
                found[place.Place] = true;
                fit += Bm25.Score(place.Idf, vector.Weights[i], Bm25.AverageNorm);
            }
        }

        return fit;
    }
}
