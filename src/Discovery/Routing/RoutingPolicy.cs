using System.ComponentModel.DataAnnotations;

namespace AgentRegistry.Discovery;

/// <summary>The weights and thresholds of routing: section <c>Routing</c>. Weights are relative to each other.</summary>
public sealed record RoutingPolicy
{
    /// <summary>Below this confidence no agent fits; with 0 the best one always fits.</summary>
    [Range(0, 1)]
    public double MinimumConfidence { get; init; } = 0.35;

    /// <summary>An agent whose fit is less than this share of the best one's is not a candidate.</summary>
    [Range(0, 1)]
    public double MinimumFit { get; init; } = 0.5;

    /// <summary>Agents whose fit is at least this share of the best one's count as fitting equally well: smaller differences are chance, such as a longer name.</summary>
    [Range(0.01, 1)]
    public double EqualFit { get; init; } = 0.85;

    /// <summary>The share of the score that the weights below decide.</summary>
    [Range(0, 1)]
    public double Influence { get; init; } = 0.4;

    /// <summary>The weight of an agent's answered queries against its text when it has answered many; half of it after two recent ones. 0 turns learning off.</summary>
    [Range(0, 1)]
    public double Evidence { get; init; } = 0.9;

    /// <summary>The half-life of an answered query, in days.</summary>
    [Range(0.01, 36_500)]
    public double HalfLifeDays { get; init; } = 30;

    /// <summary>The weight of embeddings against text, where an embedding endpoint is configured.</summary>
    [Range(0, 1)]
    public double Vectors { get; init; } = 0.5;

    /// <summary>The cosine at which the confidence is 0.5. It depends on the model: measure some of your own queries.</summary>
    [Range(0.01, 1)]
    public double EvenCosine { get; init; } = 0.4;

    /// <summary>Weight of health.</summary>
    [Range(0, 100)]
    public double Health { get; init; } = 3;

    /// <summary>Weight of load.</summary>
    [Range(0, 100)]
    public double Load { get; init; } = 2;

    /// <summary>Weight of the share of successful tasks.</summary>
    [Range(0, 100)]
    public double Success { get; init; } = 3;

    /// <summary>Weight of task duration, relative to the fastest candidate.</summary>
    [Range(0, 100)]
    public double Latency { get; init; } = 1;

    /// <summary>Weight of the stated cost, relative to the cheapest candidate; only where all candidates state one in the same unit.</summary>
    [Range(0, 100)]
    public double Cost { get; init; } = 1;
}
