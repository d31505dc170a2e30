namespace AgentRegistry.Discovery;

/// <summary>What is known of an agent beside what it says of itself.</summary>
public sealed record AgentFacts
{
    public static readonly AgentFacts None = new();

    /// <summary>Load between 0 and 1, from its last heartbeat; null when it did not say.</summary>
    public double? Load { get; init; }

    /// <summary>How many of its tasks have ended.</summary>
    public long Ended { get; init; }

    /// <summary>How many of those succeeded.</summary>
    public long Succeeded { get; init; }

    /// <summary>Mean duration of a task in milliseconds; null when it is not known.</summary>
    public double? AvgDurationMs { get; init; }
}
