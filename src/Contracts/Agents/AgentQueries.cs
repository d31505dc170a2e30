using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>Query: an agent with its history and metrics. Answered with <see cref="AgentDetails"/>, <see cref="AgentNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetAgent
{
    /// <summary>The agent must be of this workspace; 1–128 of the characters of an id. Absent: whichever it is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>Which agent. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>How many entries of its history, 1–500; fewer come where their outputs and errors together come to more than 4 MiB. Absent: 50.</summary>
    public int HistoryLimit { get; init; } = Defaults.HistoryLimit;
}

/// <summary>Response: an agent with its last executions, newest first, and its metrics.</summary>
public sealed record AgentDetails : Agent
{
    /// <summary>For deserialisation.</summary>
    public AgentDetails()
    {
    }

    /// <summary>The agent itself, to which history and metrics are added.</summary>
    /// <param name="agent">The agent.</param>
    [SetsRequiredMembers]
    public AgentDetails(Agent agent)
        : base(agent)
    {
    }

    /// <summary>Its last activities, newest first: as many as were asked for, and fewer where their outputs and errors together come to more than 4 MiB.</summary>
    [JsonPropertyOrder(4)]
    public IReadOnlyList<ExecutionHistoryItem> ExecutionHistory { get; init; } = [];

    /// <summary>Successes among all that ended, 0.0–1.0; absent when none has.</summary>
    [JsonPropertyOrder(1)]
    public double? SuccessRate { get; init; }

    /// <summary>Mean duration in milliseconds; absent when no duration is known.</summary>
    [JsonPropertyOrder(2)]
    public double? AvgDurationMs { get; init; }

    /// <summary>All counts and percentiles.</summary>
    [JsonPropertyOrder(3)]
    public AgentMetrics Metrics { get; init; } = new();
}

/// <summary>Query: how an agent is. Answered with <see cref="AgentHealthReport"/>, <see cref="AgentNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetAgentHealth
{
    /// <summary>The agent must be of this workspace; 1–128 of the characters of an id. Absent: whichever it is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>Which agent. Required.</summary>
    public string AgentId { get; init; } = "";
}

/// <summary>Response: how an agent is, and why the registry thinks so.</summary>
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

/// <summary>Query: the agents that pass every filter given, by id. Answered with <see cref="AgentPage"/> or <see cref="RequestRejected"/>.</summary>
public sealed record ListAgents
{
    /// <summary>Of this type. Absent: any.</summary>
    public string? Type { get; init; }

    /// <summary>With this status. Absent: any.</summary>
    public AgentStatus? Status { get; init; }

    /// <summary>With this health. Absent: any.</summary>
    public AgentHealth? Health { get; init; }

    /// <summary>With all of these capabilities, by name, whatever the case. Absent: any.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>With all of these tags, whatever the case. Absent: any.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>In this workspace. Absent: any.</summary>
    public string? Workspace { get; init; }

    /// <summary>In this project. Absent: any.</summary>
    public string? Project { get; init; }

    /// <summary>Only those that are switched on.</summary>
    public bool EnabledOnly { get; init; }

    /// <summary>With this text in id, name, description or a capability's name, whatever the case; up to 256 characters. Absent: any.</summary>
    public string? Text { get; init; }

    /// <summary>How many at most, 1–1,000. Absent: 100.</summary>
    public int Limit { get; init; } = Defaults.PageSize;

    /// <summary>How many to leave out first, 0 or more; not with a cursor.</summary>
    public int Offset { get; init; }

    /// <summary>Go on after the page that gave this cursor. Absent: from the start.</summary>
    public string? Cursor { get; init; }
}

/// <summary>Response: a page of agents.</summary>
public sealed record AgentPage
{
    /// <summary>The agents, by id.</summary>
    public IReadOnlyList<Agent> Agents { get; init; } = [];

    /// <summary>How many pass the filters in all.</summary>
    public int Total { get; init; }

    /// <summary>The limit that held.</summary>
    public int Limit { get; init; }

    /// <summary>The offset that held.</summary>
    public int Offset { get; init; }

    /// <summary>Gives the next page; absent on the last.</summary>
    public string? NextCursor { get; init; }
}
