using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>An instance: an agent that was spawned from a version of a definition. Its id is the agent's, its status is the agent's, and it is there as long as the agent is.</summary>
public sealed record AgentInstance
{
    /// <summary>The workspace it belongs to.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Its id, which is its agent's.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The definition that it was spawned from: the slug.</summary>
    public string Definition { get; init; } = "";

    /// <summary>Which version of the definition; it stays that one.</summary>
    public int DefinitionVersion { get; init; }

    /// <summary>The project within the workspace.</summary>
    public string Project { get; init; } = Defaults.Project;

    /// <summary>Its configuration, which keeps the schema of that version; a JSON object.</summary>
    public JsonElement? Configuration { get; init; }

    /// <summary>Its agent's status.</summary>
    public AgentStatus Status { get; init; }

    /// <summary>The last error that was reported of it; absent where none was.</summary>
    public InstanceError? LastError { get; init; }

    /// <summary>When its agent last sent a heartbeat, as of the agent's last change; absent where none came.</summary>
    public DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>When it was spawned.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed: heartbeats and what its agent says of itself do not count.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The revision of its last change in the feed. Its ETag over HTTP.</summary>
    public long Revision { get; init; }
}

/// <summary>An error of an instance.</summary>
public sealed record InstanceError
{
    /// <summary>What went wrong.</summary>
    public string Message { get; init; } = "";

    /// <summary>When it was reported, by the registry's clock.</summary>
    public DateTimeOffset At { get; init; }
}
