using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>What became of a task.</summary>
[JsonConverter(typeof(WireEnumConverter<ActivityStatus>))]
public enum ActivityStatus
{
    /// <summary>Begun; the agent is busy.</summary>
    Running,

    /// <summary>Done.</summary>
    Success,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Given up after too long.</summary>
    Timeout,
}

/// <summary>
/// Command: an agent did something. Stored once, whatever how often it arrives; the agent's status, last-active time and metrics
/// follow. Answered, where a response is requested, with <see cref="ActivityAccepted"/> or <see cref="RequestRejected"/>. An agent
/// that is not registered (yet) is no fault: its history waits for it.
/// </summary>
public sealed record ActivityLogged
{
    /// <summary>Identifies the activity: a second message of the same id has no effect. Required.</summary>
    public Guid ActivityId { get; init; }

    /// <summary>When it happened, by the agent's clock. Required; at most one day ahead of the registry's clock.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>Who did it. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The task, in the agent's own numbering; 1–256 characters. Required.</summary>
    public string TaskId { get; init; } = "";

    /// <summary>What became of it. Required.</summary>
    public ActivityStatus? Status { get; init; }

    /// <summary>What came out, up to 1 MiB of UTF-8. Absent: nothing.</summary>
    public string? Output { get; init; }

    /// <summary>What went wrong, up to 1 MiB of UTF-8. Absent: nothing.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took, in milliseconds, 0 or more. Absent: not measured; then it does not count in averages.</summary>
    public long? DurationMs { get; init; }

    /// <summary>The project it was done for; 1–128 of letters, digits, <c>. _ : -</c>. Absent: the agent's.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The project's name for people, up to 128 characters. Absent: its id.</summary>
    public string? ProjectName { get; init; }

    /// <summary>What the task was, in plain words, up to 1,024 characters. Absent: nothing.</summary>
    public string? Description { get; init; }
}

/// <summary>Response: the activity has been committed.</summary>
public sealed record ActivityAccepted
{
    /// <summary>Which activity.</summary>
    public Guid ActivityId { get; init; }

    /// <summary>Whose.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The task.</summary>
    public string TaskId { get; init; } = "";

    /// <summary>Its revision in the feed; 0 for a duplicate.</summary>
    public long Revision { get; init; }

    /// <summary>True when an activity of this id was here before: this one had no effect.</summary>
    public bool Duplicate { get; init; }

    /// <summary>True when that one says something else than this one, times apart: it was kept, and this one's id should have been another.</summary>
    public bool Reused { get; init; }

    /// <summary>True when the MCP memory server has it already; false when it will be delivered later, or there is none.</summary>
    public bool StoredInMemory { get; init; }
}

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
