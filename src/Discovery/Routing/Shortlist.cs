using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>Stage one of routing: the agents that fit a query by their text and their answered queries, best first.</summary>
/// <param name="Query">The query, trimmed.</param>
/// <param name="Confidence">The confidence that some agent is suitable, 0–1.</param>
/// <param name="Entries">The agents.</param>
public sealed record Shortlist(string Query, double Confidence, IReadOnlyList<ShortlistEntry> Entries)
{
    /// <summary>The agent last called, if the query is a follow-up and the agent passes the filters.</summary>
    public ShortlistEntry? Last { get; init; }
}

/// <summary>An agent that fits.</summary>
/// <param name="Agent">The agent at that revision.</param>
/// <param name="Explain">Explains what of its text matches.</param>
/// <param name="Text">Its text score relative to the best one, 0–1.</param>
/// <param name="Fit">Its text and experience together, relative to the best, 0–1.</param>
/// <param name="Experience">Its evidence for the query.</param>
public sealed record ShortlistEntry(Agent Agent, Func<CapabilityMatch> Explain, double Text, double Fit, Experience Experience)
{
    /// <summary>What of its text matches; computed on first use, because it is not needed for most agents of a list.</summary>
    public CapabilityMatch Match => field ??= Explain();
}

/// <summary>Stage one of routing: ranks by text, vectors and experience.</summary>
internal static class ShortlistBuilder
{
    // Of a pasted document only the beginning is kept.
    private const int MaxQueryLength = 1_024;

    public static Shortlist Build(
        CapabilityIndex index, QueryClassifier classifier, RouteQuery query, float[]? vector, AgentEntry? last, RoutingPolicy policy, DateTimeOffset now)
    {
        var terms = new SearchTerms(query.Query, index);
        var filter = new AgentFilter(FilterOf(query));
        var (byText, _) = CapabilitySearch.Rank(index, terms, filter, AgentRouter.MaxCandidates);

        // A query that names an agent means it, whatever others have answered.
        var experience = terms.IsExact ? policy with { Evidence = 0 } : policy;
        var (nearest, cosine) = vector is null || terms.IsExact ? ([], 0) : VectorRanking.Rank(index, vector, filter, AgentRouter.MaxCandidates);
        var agents = ExperienceRanking.Rank(Fused(byText, nearest, policy), index, classifier, terms.Text, filter, experience, now);
        var confidence = Math.Max(Confidence.Of(byText, agents, terms, index), Confidence.OfCosine(cosine, policy));
        return new Shortlist(terms.Text.Length <= MaxQueryLength ? terms.Text : terms.Text[..MaxQueryLength], confidence, [.. agents.Select(Entry)])
        {
            Last = last is not null && filter.Passes(last) && FollowUp.Is(terms, confidence, policy)
                ? Entry(new FittingAgent(last, Text: 0, Fit: 1, Experience.None))
                : null,
        };

        ShortlistEntry Entry(FittingAgent agent) =>
            new(agent.Entry.Agent, () => MatchExplanation.Explain(agent.Entry, terms, index), agent.Text, agent.Fit, agent.Experience);
    }

    /// <summary>Text and embeddings together; text alone where there are no embeddings.</summary>
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
        var top = new TopAgents(AgentRouter.MaxCandidates);
        foreach (var agent in byText.Concat(nearest).DistinctBy(agent => agent.Entry.Slot))
        {
            // An agent without an embedding yet is judged by its text, without a disadvantage.
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
}
