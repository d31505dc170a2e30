using System.ComponentModel.DataAnnotations;

namespace AgentRegistry.Discovery;

/// <summary>What counts when a query is routed: section <c>Routing</c>. Weights are relative to each other.</summary>
public sealed record RoutingPolicy
{
    /// <summary>Below this confidence no agent fits; 0: the best always does.</summary>
    [Range(0, 1)]
    public double LeastConfidence { get; init; } = 0.35;

    /// <summary>An agent that fits less than this part of the best one is no candidate.</summary>
    [Range(0, 1)]
    public double LeastText { get; init; } = 0.5;

    /// <summary>Agents that fit at least this part of the best one count as fitting equally well: less is chance, such as a longer name.</summary>
    [Range(0.01, 1)]
    public double AlikeText { get; init; } = 0.85;

    /// <summary>How much of the score the weights below decide, among agents that fit equally well.</summary>
    [Range(0, 1)]
    public double Influence { get; init; } = 0.4;

    /// <summary>How much what an agent answered before decides beside its text, when it has answered many queries; half of it after two fresh ones. 0: routing does not learn.</summary>
    [Range(0, 1)]
    public double Evidence { get; init; } = 0.9;

    /// <summary>An answered query counts half after so many days.</summary>
    [Range(0.01, 36_500)]
    public double HalfLifeDays { get; init; } = 30;

    /// <summary>How much the nearness of vectors decides beside words, where an endpoint for vectors is configured.</summary>
    [Range(0, 1)]
    public double Vectors { get; init; } = 0.5;

    /// <summary>The cosine at which a query is as likely to be about something else. It is the model's: look at some of yours.</summary>
    [Range(0.01, 1)]
    public double EvenCosine { get; init; } = 0.4;

    /// <summary>Weight of its health.</summary>
    [Range(0, 100)]
    public double Health { get; init; } = 3;

    /// <summary>Weight of how free it is.</summary>
    [Range(0, 100)]
    public double Load { get; init; } = 2;

    /// <summary>Weight of the part of its tasks that succeeded.</summary>
    [Range(0, 100)]
    public double Success { get; init; } = 3;

    /// <summary>Weight of how fast its tasks ended, beside the fastest candidate's.</summary>
    [Range(0, 100)]
    public double Latency { get; init; } = 1;

    /// <summary>Weight of the cost that it states, beside the cheapest candidate's; only where all state one in the same words.</summary>
    [Range(0, 100)]
    public double Cost { get; init; } = 1;
}
