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
            Matches = [.. best.Select(agent => CapabilityFit.Explain(agent.Entry, terms, index) with { Score = Math.Round(agent.Score, 4) })],
            Total = total,
        };
    }

    public static Shortlist Shortlist(CapabilityIndex index, RouteQuery query, AgentEntry? last, RoutingPolicy policy, DateTimeOffset now)
    {
        var terms = new SearchTerms(query.Query, index);
        var filter = new AgentFilter(FilterOf(query));
        var (byText, _) = Rank(index, terms, filter, AgentRouter.MostCandidates);

        // Who names an agent means it, whatever others have answered.
        var experience = terms.IsExact ? policy with { Evidence = 0 } : policy;
        var agents = ExperienceRanking.Rank(byText, index, terms.Text, filter, experience, now);
        var confidence = Confidence.Of(byText, agents, terms, index);
        return new Shortlist(terms.Text, confidence, [.. agents.Select(Entry)])
        {
            Last = last is not null && filter.Passes(last) && FollowUp.SaysLittle(terms, confidence, policy)
                ? Entry(new FittingAgent(last, Text: 0, Fit: 1, Experience.None))
                : null,
        };

        ShortlistEntry Entry(FittingAgent agent) =>
            new(agent.Entry.Agent, CapabilityFit.Explain(agent.Entry, terms, index), agent.Text, agent.Fit, agent.Experience);
    }

    private static ListAgents FilterOf(RouteQuery query)
    {
        var filter = query.Filter ?? new ListAgents();
        return query.Workspace is null ? filter : filter with { Workspace = query.Workspace };
    }

    private static (IReadOnlyList<ScoredAgent> Best, int Total) Rank(CapabilityIndex index, SearchTerms terms, AgentFilter filter, int limit)
    {
        var sentences = SentenceScale.Of(index, terms, filter);
        var scores = new PageScores(index, terms);
        var exact = new ExactScores(terms);
        var top = new TopAgents(limit);
        var total = 0;
        for (var page = 0; page < index.Pages.Length; page++)
        {
            // Both have to see every page.
            var any = scores.Score(page);
            any |= exact.Score(page);
            if (!any)
            {
                continue;
            }

            for (var offset = 0; offset < SlotPage.Size; offset++)
            {
                var score = sentences.Score(scores, offset) + exact[offset];
                if (score > 0 && index.Pages[page].Passing(offset, filter) is { } entry)
                {
                    total++;
                    top.Offer(entry, score);
                }
            }
        }

        return (top.Best, total);
    }
}
