namespace AgentRegistry.Contracts;

/// <summary>Request: what the sessions of a workspace that began in a period add up to. Answered with <see cref="SessionAnalysis"/> or <see cref="RequestRejected"/>.</summary>
public sealed record AnalyseSessions
{
    /// <summary>Whose sessions; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Of this user. Absent: any.</summary>
    public string? UserId { get; init; }

    /// <summary>Created then or later. Absent: from the first.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Created before that. Absent: to the last.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>Answer: what sessions add up to.</summary>
public sealed record SessionAnalysis
{
    /// <summary>How many sessions.</summary>
    public long Sessions { get; init; }

    /// <summary>How many of them are active.</summary>
    public long Active { get; init; }

    /// <summary>How many are completed.</summary>
    public long Completed { get; init; }

    /// <summary>How many are expired.</summary>
    public long Expired { get; init; }

    /// <summary>How many messages they hold.</summary>
    public long Messages { get; init; }

    /// <summary>How many invocations they hold.</summary>
    public long Invocations { get; init; }

    /// <summary>The agents called in them, the most called first.</summary>
    public IReadOnlyList<SessionAgentUse> Agents { get; init; } = [];
}

/// <summary>How an agent did in sessions.</summary>
public sealed record SessionAgentUse
{
    /// <summary>Which agent.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>In how many sessions it was called.</summary>
    public long Sessions { get; init; }

    /// <summary>How often it was called.</summary>
    public long Invocations { get; init; }

    /// <summary>How many calls succeeded.</summary>
    public long Succeeded { get; init; }

    /// <summary>Successes among all calls, 0.0–1.0.</summary>
    public double SuccessRate { get; init; }

    /// <summary>Mean duration in milliseconds; absent when no duration is known.</summary>
    public double? AvgDurationMs { get; init; }

    /// <summary>Longest duration in milliseconds; absent when no duration is known.</summary>
    public long? MaxDurationMs { get; init; }
}
