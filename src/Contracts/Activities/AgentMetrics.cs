namespace AgentRegistry.Contracts;

/// <summary>What an agent's activities add up to, over all time. Kept as they arrive; its history is not scanned.</summary>
public sealed record AgentMetrics
{
    /// <summary>Activities that say <c>running</c>.</summary>
    public long Started { get; init; }

    /// <summary>Activities that say <c>success</c>.</summary>
    public long Succeeded { get; init; }

    /// <summary>Activities that say <c>failed</c>.</summary>
    public long Failed { get; init; }

    /// <summary>Activities that say <c>timeout</c>.</summary>
    public long TimedOut { get; init; }

    /// <summary>Successes among all that ended, 0.0–1.0; absent when none has.</summary>
    public double? SuccessRate { get; init; }

    /// <summary>Mean duration in milliseconds of those that say one; absent when none does.</summary>
    public double? AvgDurationMs { get; init; }

    /// <summary>Half were faster, in milliseconds, within 5 %; absent when no duration is known.</summary>
    public double? P50DurationMs { get; init; }

    /// <summary>95 of 100 were faster, in milliseconds, within 5 %; absent when no duration is known.</summary>
    public double? P95DurationMs { get; init; }

    /// <summary>99 of 100 were faster, in milliseconds, within 5 %; absent when no duration is known.</summary>
    public double? P99DurationMs { get; init; }
}
