using AgentRegistry.Contracts;

namespace AgentRegistry.QueryApi.Heartbeats;

/// <summary>What a heartbeat may say beside that the agent is alive.</summary>
internal record HeartbeatBody
{
    /// <summary>The agent's status. Absent: as it was.</summary>
    public AgentStatus? Status { get; init; }

    /// <summary>Tasks in hand, 0 or more.</summary>
    public int? ActiveTasks { get; init; }

    /// <summary>Load between 0 and 1.</summary>
    public double? Load { get; init; }

    /// <summary>Seconds since the agent started.</summary>
    public double? UptimeSeconds { get; init; }

    /// <summary>When the agent's process started, by its own clock; a heartbeat of an earlier start changes nothing.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the agent sent it, by its own clock; one that was sent before the last changes nothing. Absent: when it came in.</summary>
    public DateTimeOffset? SentAt { get; init; }

    public Heartbeat ToHeartbeat(string agentId) => new()
    {
        AgentId = agentId,
        SentAt = SentAt ?? default,
        StartedAt = StartedAt,
        Status = Status,
        ActiveTasks = ActiveTasks,
        Load = Load,
        UptimeSeconds = UptimeSeconds,
    };
}
