namespace AgentRegistry.Contracts;

/// <summary>An activity in an agent's history, whole.</summary>
public sealed record ExecutionHistoryItem
{
    /// <summary>Which activity.</summary>
    public Guid ActivityId { get; init; }

    /// <summary>The task.</summary>
    public string TaskId { get; init; } = "";

    /// <summary>What became of it.</summary>
    public ActivityStatus Status { get; init; }

    /// <summary>What came out.</summary>
    public string? Output { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public long? DurationMs { get; init; }

    /// <summary>What the task was.</summary>
    public string? Description { get; init; }

    /// <summary>The project it was done for.</summary>
    public string? ProjectId { get; init; }

    /// <summary>When it happened, by the agent's clock.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>When the registry stored it.</summary>
    public DateTimeOffset RecordedAt { get; init; }
}
