namespace AgentRegistry.Contracts;

/// <summary>
/// Event: an activity was stored. Output is cut at 1,000 characters, error at 500. Published once for each, in the order of
/// <see cref="Revision"/>; delivered at least once. On the live feed its type is <c>agent_activity_update</c>.
/// </summary>
public sealed record ActivityRecorded
{
    /// <summary>The longest output that an event carries, in characters.</summary>
    public const int OutputLimit = 1_000;

    /// <summary>The longest error that an event carries, in characters.</summary>
    public const int ErrorLimit = 500;

    /// <summary>Identifies the event; the activity's own id.</summary>
    public Guid EventId { get; init; }

    /// <summary>Its place in the feed.</summary>
    public long Revision { get; init; }

    /// <summary>Who did it.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The agent's workspace.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>The task.</summary>
    public string TaskId { get; init; } = "";

    /// <summary>What became of it.</summary>
    public ActivityStatus Status { get; init; }

    /// <summary>What came out, cut.</summary>
    public string? Output { get; init; }

    /// <summary>What went wrong, cut.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public long? DurationMs { get; init; }

    /// <summary>What the task was.</summary>
    public string? Description { get; init; }

    /// <summary>The project it was done for; absent: the agent's.</summary>
    public string? ProjectId { get; init; }

    /// <summary>That project's name.</summary>
    public string? ProjectName { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Timestamp { get; init; }
}
