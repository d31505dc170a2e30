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
            Matches = [.. best.Select(agent => CapabilityFit.Explain(agent, terms, index))],
            Total = total,
        };
    }

    public static Shortlist Shortlist(CapabilityIndex index, RouteQuery query)
    {
        var terms = new SearchTerms(query.Query, index);
        var (best, _) = Rank(index, terms, new AgentFilter(query.Filter ?? new ListAgents()), AgentRouter.MostCandidates);
        return new Shortlist(
            terms.Text,
            best.Count == 0 ? 0 : Confidence.Of(best[0].Entry.Document, terms, index),
            [.. best.Select(agent => new ShortlistEntry(agent.Entry.Agent, CapabilityFit.Explain(agent, terms, index)))]);
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
