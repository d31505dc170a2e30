namespace AgentRegistry.Contracts;

/// <summary>Request: how an agent is. Answered with <see cref="AgentHealthReport"/> or <see cref="AgentNotFound"/>.</summary>
public sealed record GetAgentHealth
{
    /// <summary>The agent must be of this workspace; 1–128 of the characters of an id. Absent: whichever it is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whom. Required.</summary>
    public string AgentId { get; init; } = "";
}

/// <summary>Answer: how an agent is, and why the registry thinks so.</summary>
public sealed record AgentHealthReport
{
    /// <summary>Who.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The derived health.</summary>
    public AgentHealth Health { get; init; }

    /// <summary>The reported status.</summary>
    public AgentStatus Status { get; init; }

    /// <summary>Why, in plain words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When the registry last received a heartbeat; absent when none came.</summary>
    public DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>When the agent will be offline unless another comes; absent when it is.</summary>
    public DateTimeOffset? LeaseExpiresAt { get; init; }
}
