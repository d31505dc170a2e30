namespace AgentRegistry.Contracts;

/// <summary>
/// Command: this agent is alive. Answered, where an answer is asked for, with <see cref="HeartbeatAccepted"/>, or
/// <see cref="AgentNotRegistered"/>: register again. One that was sent before the last one changes nothing.
/// </summary>
public sealed record Heartbeat
{
    /// <summary>Whose. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>When the agent sent it, by its own clock, compared with its earlier ones only. Required, but within a <see cref="HeartbeatBatch"/>.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>When the agent's process started, by its own clock; a heartbeat of an earlier start changes nothing. Absent: not compared.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The agent's status. Absent: as it was.</summary>
    public AgentStatus? Status { get; init; }

    /// <summary>Tasks in hand, 0 or more. Absent: not said.</summary>
    public int? ActiveTasks { get; init; }

    /// <summary>Load between 0 and 1. Absent: not said.</summary>
    public double? Load { get; init; }

    /// <summary>Seconds since the agent started, 0 or more. Absent: not said.</summary>
    public double? UptimeSeconds { get; init; }
}
