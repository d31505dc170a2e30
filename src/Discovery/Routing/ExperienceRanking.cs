using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>
/// Ranks by text and by experience together. The balance depends on the agent: one without evidence is judged by its text alone,
/// as if its experience were equally good, so that new agents get their chance.
/// </summary>
internal static class ExperienceRanking
{
    // So many fresh queries give evidence half of its maximum weight.
    private const double Few = 2;

    // The maximum deduction for an agent when the classifier prefers another, relative to the best similarity; half of it applies to
    // one that has answered several fresh queries.
    private const double OfOdds = 0.5;
    private const double Several = 5;

    // When the best similarity is below this, experience counts against agents that have it.
    private const double LowSimilarity = 0.12;

    /// <param name="byText">The best by text, best first.</param>
    /// <param name="index">The agents.</param>
    /// <param name="classifier">Distinguishes agents with similar answered queries.</param>
    /// <param name="query">The query.</param>
    /// <param name="filter">Which agents may be found.</param>
    /// <param name="policy">The weight of experience.</param>
    /// <param name="now">Older experience counts less.</param>
    public static IReadOnlyList<FittingAgent> Rank(
        IReadOnlyList<ScoredAgent> byText,
        CapabilityIndex index,
        QueryClassifier classifier,
        string query,
        AgentFilter filter,
        RoutingPolicy policy,
        DateTimeOffset now)
    {
        if (policy.Evidence == 0 || index.AgentsWithEvidence == 0)
        {
            return [.. byText.Select(agent => new FittingAgent(agent.Entry, agent.Score / byText[0].Score, agent.Score / byText[0].Score, Experience.None))];
        }

        var similarity = new QuerySimilarity(query, index);
        var found = byText.Concat(BySimilarity(similarity, index, filter).ExceptBy(byText.Select(agent => agent.Entry.Slot), agent => agent.Entry.Slot)).ToList();
        var agents = found.Zip(
            Experience.Of(found.Select(agent => agent.Entry.Answered), similarity, TimeSpan.FromDays(policy.HalfLifeDays), now),
            (agent, experience) => new FittingAgent(agent.Entry, Text: agent.Score == 0 ? 0 : agent.Score / byText[0].Score, Fit: 0, experience)).ToList();
        var bestSimilarity = agents.Max(agent => (double?)agent.Experience.Similarity) ?? 0;
        if (bestSimilarity == 0)
        {
            return [.. agents.Select(agent => agent with { Fit = agent.Text })];
        }

        var answers = Answers(agents, bestSimilarity, classifier.Behind(similarity.Words, agents.ConvertAll(agent => agent.Entry)));
        return [.. agents
            .Zip(answers, (agent, answer) =>
            {
                var weight = agent.Experience.Fresh / (agent.Experience.Fresh + Few);

                // Where no agent's text fits, text counts against none.
                var text = byText.Count > 0 ? agent.Text : 1;

                // One good answer counts for an agent; that it has answered nothing similar counts against it only after many.
                return agent with { Fit = ((1 - (policy.Evidence * weight * weight)) * text) + (policy.Evidence * weight * answer) };
            })
            .OrderByDescending(agent => agent.Fit)
            .ThenByDescending(agent => agent.Text)
            .ThenBy(agent => agent.Entry.Agent.Id, StringComparer.Ordinal)
            .Take(AgentRouter.MaxCandidates)];
    }

    /// <summary>
    /// Each agent's evidence relative to the best one's; lower for all where even that is hardly similar to the query. The classifier only
    /// deducts, and the less the fewer queries an agent has answered.
    /// </summary>
    private static IEnumerable<double> Answers(List<FittingAgent> agents, double bestSimilarity, double[] behind)
    {
        var scale = Math.Min(1, bestSimilarity / LowSimilarity);
        return agents.Zip(behind, (agent, less) =>
        {
            var known = agent.Experience.Fresh / (agent.Experience.Fresh + Several);
            return scale * Math.Max(0, (agent.Experience.Similarity / bestSimilarity) - (OfOdds * known * less));
        });
    }

    /// <summary>The agents whose answered queries, all together, are most similar to the query; their scores are not comparable with those of texts.</summary>
    private static IEnumerable<ScoredAgent> BySimilarity(QuerySimilarity similarity, CapabilityIndex index, AgentFilter filter)
    {
        var top = new TopAgents(AgentRouter.MaxCandidates);
        var cursors = new int[similarity.Terms.Length];
        var scores = new float[SlotPage.Size];
        for (var page = 0; page < index.Pages.Length; page++)
        {
            Array.Clear(scores);
            var any = false;
            for (var t = 0; t < cursors.Length; t++)
            {
                var blocks = similarity.Terms[t].Postings.Blocks;
                if (cursors[t] < blocks.Length && blocks[cursors[t]].Page == page)
                {
                    any = true;
                    foreach (var (slot, count) in blocks[cursors[t]++].Postings)
                    {
                        var offset = slot % SlotPage.Size;
                        scores[offset] += similarity.Part(similarity.Terms[t].Idf, count, index.Pages[page].AnsweredWords[offset]);
                    }
                }
            }

            for (var offset = 0; any && offset < SlotPage.Size; offset++)
            {
                if (scores[offset] > 0 && index.Pages[page].Passing(offset, filter) is { } entry)
                {
                    top.Offer(entry, scores[offset]);
                }
            }
        }

        return top.Best.Select(agent => agent with { Score = 0 });
    }
}

/// <summary>An agent's fit to a query: its text and its fit relative to the best ones, 0–1.</summary>
internal sealed record FittingAgent(AgentEntry Entry, double Text, double Fit, Experience Experience);
