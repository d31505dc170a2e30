using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>What of an agent changed.</summary>
[JsonConverter(typeof(WireEnumConverter<AgentChange>))]
public enum AgentChange
{
    /// <summary>It is new in the registry.</summary>
    Registered,

    /// <summary>Its registration changed.</summary>
    Updated,

    /// <summary>Its status, health, enabled or draining changed.</summary>
    StateChanged,

    /// <summary>It was deleted.</summary>
    Deleted,

    /// <summary>Nothing: so it was when the snapshot was taken that this is part of. Never on the bus.</summary>
    Snapshot,
}

/// <summary>
/// Event: an agent was registered, changed or deleted. Published once for each change, in the order of <see cref="Revision"/>; delivered at
/// least once, so compare the revision. On the live feed its type is <c>agent_update</c>.
/// </summary>
public sealed record AgentChanged
{
    /// <summary>Identifies the event; the same when it is delivered again.</summary>
    public Guid EventId { get; init; }

    /// <summary>Its place in the feed: grows by one from change to change.</summary>
    public long Revision { get; init; }

    /// <summary>What changed.</summary>
    public AgentChange Change { get; init; }

    /// <summary>Which agent.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Its workspace.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Its status now.</summary>
    public AgentStatus Status { get; init; }

    /// <summary>Its health now.</summary>
    public AgentHealth Health { get; init; }

    /// <summary>Why its health is what it is.</summary>
    public string HealthReason { get; init; } = "";

    /// <summary>False when it is switched off.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>True when it takes no new work.</summary>
    public bool Draining { get; init; }

    /// <summary>When it changed.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The whole agent, where its registration changed (<c>registered</c>, <c>updated</c>) or it is part of a snapshot; else absent.</summary>
    public Agent? Agent { get; init; }
}
