using System.Globalization;
using System.Text.RegularExpressions;
using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>
/// Stage two of routing: of the agents that fit, those that can take work now, ranked by fit first; health, load, success, speed and
/// cost decide among agents that fit about equally well.
/// </summary>
public static class AgentRouter
{
    /// <summary>The length of the shortlist: further agents would not fit half as well as the best.</summary>
    public const int MaxCandidates = 50;

    private const int MaxRejected = 20;

    // The prior, 2 of 2.5 tasks: an agent without tasks is trusted, and one failure does not exclude an agent.
    private const double PriorSuccesses = 2;
    private const double PriorTasks = 2.5;

    /// <summary>Decides which agents should handle a query.</summary>
    /// <param name="query">A valid query.</param>
    /// <param name="shortlist">The agents that fit.</param>
    /// <param name="facts">What the stores know of them, by id; missing ones are unknown.</param>
    /// <param name="policy">The weights.</param>
    /// <returns>The candidates, or that none fits.</returns>
    public static RouteDecision Decide(
        RouteQuery query, Shortlist shortlist, IReadOnlyDictionary<string, AgentFacts> facts, RoutingPolicy policy)
    {
        if (shortlist.Last is { } last
            && new Contender(last, Fit: 1, facts.GetValueOrDefault(last.Agent.Id, AgentFacts.None)) is var lastCalled
            && WhyNot(lastCalled, policy) is null)
        {
            var candidate = Rank(lastCalled, Field.Of([lastCalled]), policy);
            return new RouteDecision
            {
                Query = shortlist.Query,
                Fits = true,
                FollowsUp = true,
                Confidence = Math.Round(shortlist.Confidence, 4),
                Candidates = [candidate with { Reasons = ["the query says little by itself, and it was called last in this session", .. candidate.Reasons.Skip(1)] }],
            };
        }

        var best = shortlist.Entries.Count > 0 ? shortlist.Entries[0].Fit : 1;
        var fits = shortlist.Entries.Count > 0 && shortlist.Confidence >= policy.MinimumConfidence;
        var seen = shortlist.Entries
            .Select(entry => new Contender(entry, entry.Fit / best, facts.GetValueOrDefault(entry.Agent.Id, AgentFacts.None)))
            .ToList();
        var able = seen.Where(contender => fits && WhyNot(contender, policy) is null).ToList();
        var field = Field.Of(able);
        var candidates = able
            .Select(contender => Rank(contender, field, policy))
            .OrderByDescending(candidate => candidate.Score)
            .ThenByDescending(candidate => candidate.TextScore)
            .ThenBy(candidate => candidate.AgentId, StringComparer.Ordinal)
            .Take(query.Limit)
            .ToList();
        List<RejectedCandidate> rejected = [.. seen.Select(contender => Reject(contender, fits, policy)).OfType<RejectedCandidate>().Take(MaxRejected)];
        return new RouteDecision
        {
            Query = shortlist.Query,
            Fits = candidates.Count > 0,
            Reason = candidates.Count > 0 ? null : WhyNobody(rejected, seen.Count),
            Confidence = Math.Round(shortlist.Confidence, 4),
            Candidates = candidates,
            Rejected = query.IncludeRejected ? rejected : [],
        };
    }

    private static string WhyNobody(List<RejectedCandidate> rejected, int matching) => rejected switch
    {
        [] => "no agent's capabilities, name, description or tags match the query",
        [var only] => $"the one agent that matches was left out: '{only.AgentId}': {only.Reason}",
        [var best, ..] => Text($"all {matching} agents that match were left out; the best match is '{best.AgentId}': {best.Reason}"),
    };

    private static string? WhyNot(Contender contender, RoutingPolicy policy) => contender.Entry.Agent switch
    {
        { Health: AgentHealth.Offline or AgentHealth.Unhealthy } agent => $"it is {Word(agent.Health)}: {agent.HealthReason}",
        { Status: AgentStatus.Error } => "it reports an error",
        { Enabled: false } => "it is switched off",
        { Draining: true } => "it is draining and takes no new work",
        _ when contender.Fit < policy.MinimumFit => Text($"it fits {contender.Fit:P0} as well as the best one"),
        _ => null,
    };

    private static RejectedCandidate? Reject(Contender contender, bool fits, RoutingPolicy policy)
    {
        var reason = WhyNot(contender, policy) ?? (fits ? null : "too little of the query is in its text");
        return reason is null ? null : new RejectedCandidate
        {
            AgentId = contender.Entry.Agent.Id,
            Name = contender.Entry.Agent.Name,
            TextScore = Math.Round(contender.Entry.Text, 4),
            Reason = reason,
        };
    }

    private static RouteCandidate Rank(Contender contender, Field field, RoutingPolicy policy)
    {
        var (agent, match, experience) = (contender.Entry.Agent, contender.Entry.Match, contender.Entry.Experience);
        var counts = Counts(contender, field, policy);
        var weight = counts.Sum(count => count.Weight);
        var quality = weight > 0 ? counts.Sum(count => count.Weight * count.Value) / weight : 1;
        return new RouteCandidate
        {
            AgentId = agent.Id,
            Name = agent.Name,
            Capability = match.Capability,
            CostEstimate = match.CostEstimate,
            BaseUrl = agent.BaseUrl,
            Score = Math.Round(Math.Min(1, contender.Fit / policy.EqualFit) * (1 - policy.Influence + (policy.Influence * quality)), 4),
            TextScore = Math.Round(contender.Entry.Text, 4),
            AnsweredQueries = experience.Queries,
            AnsweredLikeness = Math.Round(experience.Similarity, 4),
            Reasons = [TextReason(match), .. ExperienceReason(experience), .. counts.Select(count => count.Reason)],
            Status = agent.Status,
            Health = agent.Health,
        };
    }

    /// <summary>The criteria and an agent's values: 1 is the best.</summary>
    private static List<Count> Counts(Contender contender, Field field, RoutingPolicy policy)
    {
        var (agent, facts) = (contender.Entry.Agent, contender.Facts);
        var counts = new List<Count>
        {
            new(policy.Health, HealthValue(agent.Health), agent.Health == AgentHealth.Healthy ? "healthy" : $"{Word(agent.Health)}: {agent.HealthReason}"),
            facts.Load is { } load
                ? new Count(policy.Load, 1 - load, Text($"load {load:P0}"))
                : new Count(policy.Load, StatusValue(agent.Status), Word(agent.Status)),
            new(
                policy.Success,
                (facts.Succeeded + PriorSuccesses) / (facts.Ended + PriorTasks),
                facts.Ended == 0 ? "no task of it is known" : Text($"{facts.Succeeded} of {facts.Ended} tasks succeeded")),
        };
        if (facts.AvgDurationMs is { } duration && field.Fastest is { } fastest)
        {
            counts.Add(new Count(policy.Latency, (1 + fastest) / (1 + duration), Text($"{duration:0} ms on average")));
        }

        if (field.Cheapest is { } cheapest && Cost.Read(contender.Entry.Match.CostEstimate) is { } cost)
        {
            counts.Add(new Count(policy.Cost, (1 + cheapest) / (1 + cost.Amount), $"costs {contender.Entry.Match.CostEstimate}"));
        }

        return counts;
    }

    private static IEnumerable<string> ExperienceReason(Experience experience) =>
        experience.Queries > 0 ? [Text($"it answered {experience.Queries} {(experience.Queries == 1 ? "query" : "queries")} well, to which this is {experience.Similarity:P0} alike")] : [];

    private static string TextReason(CapabilityMatch match) => match.MatchedWords.Count == 0 ? "no word of the query is in its text" :
        $"{string.Join(", ", match.MatchedWords.Select(word => $"'{word}'"))} in {(match.Capability is null ? "what it says of itself" : $"its capability '{match.Capability}'")}";

    private static double HealthValue(AgentHealth health) => health switch
    {
        AgentHealth.Healthy => 1,
        AgentHealth.Suspect => 0.3,
        _ => 0.6,
    };

    /// <summary>The estimated availability of an agent that does not report its load.</summary>
    private static double StatusValue(AgentStatus status) => status switch
    {
        AgentStatus.Idle => 1,
        AgentStatus.Active => 0.7,
        _ => 0.3,
    };

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Count(double Weight, double Value, string Reason);

    private sealed record Contender(ShortlistEntry Entry, double Fit, AgentFacts Facts);

    /// <summary>The best values among the candidates, where they are comparable.</summary>
    private sealed record Field(double? Fastest, double? Cheapest)
    {
        public static Field Of(List<Contender> able)
        {
            var costs = able.Select(contender => Cost.Read(contender.Entry.Match.CostEstimate)).ToList();
            var areAlike = costs.All(cost => cost is not null) && costs.Select(cost => cost!.Value.Unit).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1;
            return new Field(
                able.Min(contender => contender.Facts.AvgDurationMs),
                areAlike ? costs.Min(cost => cost!.Value.Amount) : null);
        }
    }
}

/// <summary>What the stores know of an agent beside its registration.</summary>
public sealed record AgentFacts
{
    public static readonly AgentFacts None = new();

    /// <summary>Load between 0 and 1, from its last heartbeat; null when not reported.</summary>
    public double? Load { get; init; }

    /// <summary>The number of its finished tasks.</summary>
    public long Ended { get; init; }

    /// <summary>The number of its successful tasks.</summary>
    public long Succeeded { get; init; }

    /// <summary>Mean duration of a task in milliseconds; null when unknown.</summary>
    public double? AvgDurationMs { get; init; }
}

/// <summary>A cost estimate that consists of a number and a unit: <c>~100 tokens</c>, <c>$0.02</c>.</summary>
internal readonly partial record struct Cost(double Amount, string Unit)
{
    /// <returns>Null for any other text.</returns>
    public static Cost? Read(string? estimate)
    {
        if (estimate is null)
        {
            return null;
        }

        if (Amounts().Match(estimate) is not { Success: true } match)
        {
            return null;
        }

        var amount = double.Parse(match.Groups["amount"].ValueSpan, CultureInfo.InvariantCulture);
        return new Cost(amount, match.Groups["before"].Value + match.Groups["after"].Value);
    }

    [GeneratedRegex(@"^\s*~?\s*(?<before>[^\d\s~.]{0,3})\s*(?<amount>\d{1,12}(\.\d{1,9})?)\s*(?<after>[^\d]{0,40}?)\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Amounts();
}
