using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>Answers a search from one index.</summary>
internal static class CapabilitySearch
{
    // What is kept of a pasted document: its beginning tells it from others.
    private const int MostOfQuery = 1_024;

    public static CapabilityMatches Run(CapabilityIndex index, SearchCapabilities query)
    {
        var terms = new SearchTerms(query.Query, index);
        var (best, total) = Rank(index, terms, new AgentFilter(query.Filter ?? new ListAgents()), query.Limit);
        return new CapabilityMatches
        {
            Query = terms.Text,
            Matches = [.. best.Select(agent => CapabilityFit.Explain(agent.Entry, terms, index) with { Score = Math.Round(agent.Score, 4) })],
            Total = total,
        };
    }

    public static Shortlist Shortlist(
        CapabilityIndex index, QueryClassifier classifier, RouteQuery query, float[]? vector, AgentEntry? last, RoutingPolicy policy, DateTimeOffset now)
    {
        var terms = new SearchTerms(query.Query, index);
        var filter = new AgentFilter(FilterOf(query));
        var (byText, _) = Rank(index, terms, filter, AgentRouter.MostCandidates);

        // Who names an agent means it, whatever others have answered or mean.
        var experience = terms.IsExact ? policy with { Evidence = 0 } : policy;
        var (nearest, cosine) = vector is null || terms.IsExact ? ([], 0) : VectorRanking.Rank(index, vector, filter);
        var agents = ExperienceRanking.Rank(Fused(byText, nearest, policy), index, classifier, terms.Text, filter, experience, now);
        var confidence = Math.Max(Confidence.Of(byText, agents, terms, index), Confidence.OfCosine(cosine, policy));
        return new Shortlist(terms.Text.Length <= MostOfQuery ? terms.Text : terms.Text[..MostOfQuery], confidence, [.. agents.Select(Entry)])
        {
            Last = last is not null && filter.Passes(last) && FollowUp.SaysLittle(terms, confidence, policy)
                ? Entry(new FittingAgent(last, Text: 0, Fit: 1, Experience.None))
                : null,
        };

        ShortlistEntry Entry(FittingAgent agent) =>
            new(agent.Entry.Agent, () => CapabilityFit.Explain(agent.Entry, terms, index), agent.Text, agent.Fit, agent.Experience);
    }

    /// <summary>Words and meaning together; by words alone where there are no vectors.</summary>
    private static IReadOnlyList<ScoredAgent> Fused(IReadOnlyList<ScoredAgent> byText, IReadOnlyList<ScoredAgent> nearest, RoutingPolicy policy)
    {
        if (nearest.Count == 0)
        {
            return byText;
        }

        var best = byText.Count > 0 ? byText[0].Score : 1;
        var weight = (float)policy.Vectors;
        var texts = byText.ToDictionary(agent => agent.Entry.Slot, agent => agent.Score / best);
        var meanings = nearest.ToDictionary(agent => agent.Entry.Slot, agent => agent.Score);
        var top = new TopAgents(AgentRouter.MostCandidates);
        foreach (var agent in byText.Concat(nearest).DistinctBy(agent => agent.Entry.Slot))
        {
            // An agent that has no vector yet is judged by its words, and no worse for it.
            var text = texts.GetValueOrDefault(agent.Entry.Slot);
            var meaning = agent.Entry.Vector is null ? text : meanings.GetValueOrDefault(agent.Entry.Slot);
            if (((1 - weight) * text) + (weight * meaning) is > 0 and var score)
            {
                top.Offer(agent.Entry, score);
            }
        }

        return top.Best;
    }

    private static ListAgents FilterOf(RouteQuery query)
    {
        var filter = query.Filter ?? new ListAgents();
        return query.Workspace is null ? filter : filter with { Workspace = query.Workspace };
    }

    private static (IReadOnlyList<ScoredAgent> Best, int Total) Rank(CapabilityIndex index, SearchTerms terms, AgentFilter filter, int limit)
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
                    if (whole[offset] >= top.Least)
                    {
                        top.Offer(agents[offset], whole[offset]);
                    }
                }
            }
        }

        return (top.Best, total);
    }
}
