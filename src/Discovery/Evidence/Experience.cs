using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>What an agent's answered queries say about a query.</summary>
/// <param name="Queries">How many of them are kept: the size of the sample.</param>
/// <param name="Likeness">How like the query is to them, 0–1.</param>
/// <param name="Fresh">How many fresh ones they count as: older ones for less.</param>
public sealed record Experience(int Queries, double Likeness, double Fresh)
{
    /// <summary>An agent of which nothing is known.</summary>
    public static readonly Experience None = new(0, 0, 0);

    internal static Experience[] Of(IEnumerable<AnsweredQueries> agents, QueryLikeness likeness, RoutingPolicy policy, DateTimeOffset now)
    {
        var halfLife = TimeSpan.FromDays(policy.HalfLifeDays);
        var answered = agents.Select(agent => (agent, Weights: Array.ConvertAll(agent.Queries, query => query.Weight(now, halfLife)))).ToList();
        return [.. answered.Zip(likeness.To(answered), (agent, like) => new Experience(agent.Weights.Length, like, agent.Weights.Sum()))];
    }
}

/// <summary>
/// Ranks by text and by experience together. An agent's own weight decides between the two: one that nobody has tried is judged by
/// its text alone, as if its experience were as good, so that it is not kept from ever being tried.
/// </summary>
internal static class ExperienceRanking
{
    // Half of what evidence may say for an agent is said by so many fresh queries.
    private const double Few = 2;

    // What it takes from an agent that another is likelier to be meant, in parts of the likest one's likeness; half of it is believed
    // of one that has answered several fresh queries.
    private const double OfOdds = 0.5;
    private const double Several = 5;

    // Where nothing that was ever answered is more like the query than this, experience speaks against those who have it.
    private const double LittleLike = 0.12;

    /// <param name="byText">The best by text, best first.</param>
    /// <param name="index">Whose agents.</param>
    /// <param name="classifier">Tells those apart that were asked alike.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="filter">Who may be found.</param>
    /// <param name="policy">How much experience counts.</param>
    /// <param name="now">Old experience counts less.</param>
    public static IReadOnlyList<FittingAgent> Rank(
        IReadOnlyList<ScoredAgent> byText,
        CapabilityIndex index,
        QueryClassifier classifier,
        string query,
        AgentFilter filter,
        RoutingPolicy policy,
        DateTimeOffset now)
    {
        if (policy.Evidence == 0 || index.Tried == 0)
        {
            return [.. byText.Select(agent => new FittingAgent(agent.Entry, agent.Score / byText[0].Score, agent.Score / byText[0].Score, Experience.None))];
        }

        var likeness = new QueryLikeness(query, index);
        var found = byText.Concat(ByLikeness(likeness, index, filter).ExceptBy(byText.Select(agent => agent.Entry.Slot), agent => agent.Entry.Slot)).ToList();
        var agents = found.Zip(
            Experience.Of(found.Select(agent => agent.Entry.Answered), likeness, policy, now),
            (agent, experience) => new FittingAgent(agent.Entry, Text: agent.Score == 0 ? 0 : agent.Score / byText[0].Score, Fit: 0, experience)).ToList();
        var bestLikeness = agents.Max(agent => (double?)agent.Experience.Likeness) ?? 0;
        if (bestLikeness == 0)
        {
            return [.. agents.Select(agent => agent with { Fit = agent.Text })];
        }

        var answers = Answers(agents, bestLikeness, classifier.Behind(likeness.Words, agents.ConvertAll(agent => agent.Entry)));
        return [.. agents
            .Zip(answers, (agent, answer) =>
            {
                var tried = agent.Experience.Fresh / (agent.Experience.Fresh + Few);

                // Where nobody's text fits, none speaks against anyone.
                var text = byText.Count > 0 ? agent.Text : 1;

                // One good answer speaks for an agent; that it has answered nothing like it speaks against it once it has answered many.
                return agent with { Fit = ((1 - (policy.Evidence * tried * tried)) * text) + (policy.Evidence * tried * answer) };
            })
            .OrderByDescending(agent => agent.Fit)
            .ThenByDescending(agent => agent.Text)
            .ThenBy(agent => agent.Entry.Agent.Id, StringComparer.Ordinal)
            .Take(AgentRouter.MostCandidates)];
    }

    /// <summary>
    /// How well each agent's answers speak for it, beside the best one's; less for all where even that is little like the query. That another is likelier
    /// only takes away, and the less the fewer it has answered: it is hardly a reason against one that few have tried.
    /// </summary>
    private static IEnumerable<double> Answers(List<FittingAgent> agents, double bestLikeness, double[] behind)
    {
        var scale = Math.Min(1, bestLikeness / LittleLike);
        return agents.Zip(behind, (agent, less) =>
        {
            var known = agent.Experience.Fresh / (agent.Experience.Fresh + Several);
            return scale * Math.Max(0, (agent.Experience.Likeness / bestLikeness) - (OfOdds * known * less));
        });
    }

    /// <summary>The agents whose answered queries, all together, are most like the query; their scores are of no use beside those of texts.</summary>
    private static IEnumerable<ScoredAgent> ByLikeness(QueryLikeness likeness, CapabilityIndex index, AgentFilter filter)
    {
        var top = new TopAgents(AgentRouter.MostCandidates);
        var cursors = new int[likeness.Terms.Length];
        var scores = new float[SlotPage.Size];
        for (var page = 0; page < index.Pages.Length; page++)
        {
            Array.Clear(scores);
            var any = false;
            for (var t = 0; t < cursors.Length; t++)
            {
                var blocks = likeness.Terms[t].Postings.Blocks;
                if (cursors[t] < blocks.Length && blocks[cursors[t]].Page == page)
                {
                    any = true;
                    foreach (var (slot, count) in blocks[cursors[t]++].Postings)
                    {
                        var offset = slot % SlotPage.Size;
                        scores[offset] += likeness.Part(likeness.Terms[t].Rarity, count, index.Pages[page].AnsweredWords[offset]);
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

/// <summary>An agent, and how well it fits a query: its text and its fit beside those of the best, 0–1.</summary>
internal sealed record FittingAgent(AgentEntry Entry, double Text, double Fit, Experience Experience);
