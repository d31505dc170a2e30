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
/// follow. Answered, where an answer is asked for, with <see cref="ActivityAccepted"/> or <see cref="RequestRejected"/>. An agent
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
