using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>Answers a search from one index. Pages of slots are scored one after another, all terms for a page at once.</summary>
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

    private static (IReadOnlyList<ScoredAgent> Best, int Total) Rank(CapabilityIndex index, SearchTerms terms, AgentFilter filter, int limit)
    {
        var scored = Scored(terms);
        var cursors = new int[scored.Length];
        var top = new TopAgents(limit);
        var total = 0;
        Span<float> scores = stackalloc float[SlotPage.Size];
        for (var page = 0; page < index.Pages.Length; page++)
        {
            if (!Score(scores, page, scored, cursors, index))
            {
                continue;
            }

            for (var offset = 0; offset < SlotPage.Size; offset++)
            {
                if (scores[offset] > 0 && index.Pages[page][offset] is { } entry && filter.MayPass(entry.Facets) && filter.Passes(entry))
                {
                    total++;
                    top.Offer(entry, scores[offset]);
                }
            }
        }

        return (top.Best, total);
    }

    /// <summary>
    /// The words score by BM25. An exact name adds more than all of them can reach, an exact id twice that: exact hits come
    /// first, and among themselves still in the order of their text.
    /// </summary>
    private static (PostingList Postings, float Rarity, float Bonus)[] Scored(SearchTerms terms)
    {
        var bonus = 1 + terms.Terms.Sum(term => Bm25.Bound(term.Rarity));
        return [.. terms.Terms.Select(term => (term.Postings, term.Rarity, 0f)), (terms.Name, 0, bonus), (terms.Id, 0, 2 * bonus)];
    }

    private static bool Score(
        Span<float> scores,
        int page,
        ReadOnlySpan<(PostingList Postings, float Rarity, float Bonus)> terms,
        Span<int> cursors,
        CapabilityIndex index)
    {
        var any = false;
        var lengths = index.Pages[page].Lengths;
        var average = index.AverageLength;
        for (var t = 0; t < terms.Length; t++)
        {
            var (list, rarity, bonus) = terms[t];
            if (cursors[t] == list.Blocks.Length || list.Blocks[cursors[t]].Page != page)
            {
                continue;
            }

            if (!any)
            {
                scores.Clear();
                any = true;
            }

            foreach (var (slot, weight) in list.Blocks[cursors[t]++].Postings)
            {
                var offset = slot % SlotPage.Size;
                scores[offset] += bonus + Bm25.Score(rarity, weight, lengths[offset], average);
            }
        }

        return any;
    }
}
