using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>An agent as the registry knows it: what it registered, and the state that followed.</summary>
public record Agent
{
    /// <summary>Unique in the registry.</summary>
    public string Id { get; init; } = "";

    /// <summary>For people; need not be unique.</summary>
    public string Name { get; init; } = "";

    /// <summary>The agent's kind, such as <c>coder</c>; listed and filtered by.</summary>
    public string Type { get; init; } = "";

    /// <summary>What the agent is for, in plain words.</summary>
    public string? Description { get; init; }

    /// <summary>Where the agent itself can be called; absent when it can be reached over the bus only.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>What it can do.</summary>
    public IReadOnlyList<Capability> Capabilities { get; init; } = [];

    /// <summary>Free labels; listed and filtered by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>A JSON object of the agent's own; the registry keeps it and does not look inside.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>By which a host makes this agent again; absent when it named none.</summary>
    public AgentFactoryReference? Factory { get; init; }

    /// <summary>The agent's own version.</summary>
    public string? Version { get; init; }

    /// <summary>The workspace that the agent belongs to.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>The project within the workspace.</summary>
    public string Project { get; init; } = Defaults.Project;

    /// <summary>Who is responsible for the agent.</summary>
    public string? Owner { get; init; }

    /// <summary>How often the agent sends a heartbeat, in seconds, by its registration.</summary>
    public int HeartbeatIntervalSeconds { get; init; } = Defaults.HeartbeatIntervalSeconds;

    /// <summary>How long a heartbeat is good for, in seconds: twice the interval. After that the agent is offline.</summary>
    public int LeaseSeconds { get; init; } = Defaults.HeartbeatIntervalSeconds * 2;

    /// <summary>The reported status; <c>offline</c> while <see cref="Health"/> is.</summary>
    public AgentStatus Status { get; init; }

    /// <summary>The derived health.</summary>
    public AgentHealth Health { get; init; }

    /// <summary>Why <see cref="Health"/> is what it is, in plain words.</summary>
    public string HealthReason { get; init; } = "";

    /// <summary>False when an operator has switched the agent off: it is listed, but no work is routed to it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>True when the agent finishes what it has and takes no new work.</summary>
    public bool Draining { get; init; }

    /// <summary>When the agent was first registered.</summary>
    public DateTimeOffset RegisteredAt { get; init; }

    /// <summary>When anything of this record last changed; heartbeats that change nothing do not count.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When its last activity happened; absent when none was logged.</summary>
    public DateTimeOffset? LastActiveAt { get; init; }

    /// <summary>When the registry last received a heartbeat; absent when none came, or in lists.</summary>
    public DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>When the agent will be offline unless another heartbeat comes; absent when it is, or in lists.</summary>
    public DateTimeOffset? LeaseExpiresAt { get; init; }

    /// <summary>Tasks in hand, from the last heartbeat that reported it; absent in lists.</summary>
    public int? ActiveTasks { get; init; }

    /// <summary>Load between 0 and 1, from the last heartbeat that reported it; absent in lists.</summary>
    public double? Load { get; init; }

    /// <summary>Seconds since the agent started, from the last heartbeat that reported it; absent in lists.</summary>
    public double? UptimeSeconds { get; init; }

    /// <summary>The feed's revision of the last change of this record. Its ETag over HTTP.</summary>
    public long Revision { get; init; }
}

/// <summary>What an agent reports of itself. <see cref="Offline"/> is also set by the registry, when the agent's lease has ended.</summary>
[JsonConverter(typeof(WireEnumConverter<AgentStatus>))]
public enum AgentStatus
{
    /// <summary>Ready for work; the default of a registration.</summary>
    Idle,

    /// <summary>Starting up: not ready for work yet.</summary>
    Initializing,

    /// <summary>At work, with room for more.</summary>
    Active,

    /// <summary>At work, with no room for more.</summary>
    Busy,

    /// <summary>Running but failing.</summary>
    Error,

    /// <summary>Has left, or its lease has ended.</summary>
    Offline,
}

/// <summary>What the registry concludes about an agent, from its heartbeats and its reported status. One component, the RegistryWorker, decides it.</summary>
[JsonConverter(typeof(WireEnumConverter<AgentHealth>))]
public enum AgentHealth
{
    /// <summary>Registered, and no heartbeat has come yet. Its lease runs from the registration.</summary>
    Unknown,

    /// <summary>Its last heartbeat is fresh.</summary>
    Healthy,

    /// <summary>Three quarters of its lease have passed since the last heartbeat: late, but not offline yet.</summary>
    Suspect,

    /// <summary>Its heartbeats are fresh and say <see cref="AgentStatus.Error"/>.</summary>
    Unhealthy,

    /// <summary>Its lease has ended, or it has left.</summary>
    Offline,
}

/// <summary>How the reasons that come with a health begin, for those who tell them apart.</summary>
public static class HealthReasons
{
    /// <summary>No heartbeat came in time. A graceful leave begins otherwise.</summary>
    public const string LeaseEnded = "lease ended";
}

/// <summary>
/// By which an agent can be made again: the name of a factory, and what it is called with. The name means something only to the host
/// that asks for the agent and has a factory of that name; nobody takes it for the name of a type, a module or a file.
/// </summary>
public sealed record AgentFactoryReference
{
    /// <summary>1–128 of letters, digits, <c>. _ : -</c>. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the factory is called with; a JSON object of up to 64 KiB. Absent: nothing.</summary>
    public JsonElement? Parameters { get; init; }
}
