namespace AgentRegistry.Contracts;

/// <summary>
/// Command: this agent is alive. Answered, where a response is requested, with <see cref="HeartbeatAccepted"/>, or
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

    /// <summary>Tasks in hand, 0 or more. Absent: unknown.</summary>
    public int? ActiveTasks { get; init; }

    /// <summary>Load between 0 and 1. Absent: unknown.</summary>
    public double? Load { get; init; }

    /// <summary>Seconds since the agent started, 0 or more. Absent: unknown.</summary>
    public double? UptimeSeconds { get; init; }
}

/// <summary>Command: all these agents, usually of one host, are alive. Answered, where a response is requested, with <see cref="HeartbeatsAccepted"/>.</summary>
public sealed record HeartbeatBatch
{
    /// <summary>When it was sent; holds for every heartbeat that names no time of its own. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>1–1,000 heartbeats. A faulty one costs the whole message, so that it can be found in the error queue.</summary>
    public IReadOnlyList<Heartbeat> Heartbeats { get; init; } = [];
}

/// <summary>Response: the heartbeat counts.</summary>
public sealed record HeartbeatAccepted
{
    /// <summary>Whose.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Send the next one in this many seconds.</summary>
    public int HeartbeatIntervalSeconds { get; init; }

    /// <summary>This one is good for this many seconds.</summary>
    public int LeaseSeconds { get; init; }
}

/// <summary>Response: the heartbeats count, except those of agents that are not registered.</summary>
public sealed record HeartbeatsAccepted
{
    /// <summary>How many counted.</summary>
    public int Accepted { get; init; }

    /// <summary>The agents that must register again.</summary>
    public IReadOnlyList<string> NotRegistered { get; init; } = [];
}

/// <summary>Response: no such agent is registered; it should register again. 410 over HTTP.</summary>
[Refusal]
public sealed record AgentNotRegistered
{
    /// <summary>Who.</summary>
    public string AgentId { get; init; } = "";
}
