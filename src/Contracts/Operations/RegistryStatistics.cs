using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>Query: the registry in numbers. Answered with <see cref="RegistryStatistics"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetStatistics
{
    /// <summary>Of this workspace only. Absent: of all.</summary>
    public string? Workspace { get; init; }
}

/// <summary>Response: the registry in numbers.</summary>
public sealed record RegistryStatistics
{
    /// <summary>All agents that are registered.</summary>
    public int TotalAgents { get; init; }

    /// <summary>Those that are not offline.</summary>
    public int ActiveAgents { get; init; }

    /// <summary>Those that are offline.</summary>
    public int OfflineAgents { get; init; }

    /// <summary>Those that missed their deadline: suspect, or offline because their lease ended.</summary>
    public int StaleAgents { get; init; }

    /// <summary>How many agents have each status; every status is named.</summary>
    public IReadOnlyDictionary<string, int> AgentsByStatus { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>How many agents have each health; every health is named.</summary>
    public IReadOnlyDictionary<string, int> AgentsByHealth { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>How many agents there are of each type.</summary>
    public IReadOnlyDictionary<string, int> AgentsByType { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Capabilities of all agents together.</summary>
    public int TotalCapabilities { get; init; }

    /// <summary>Different capability names.</summary>
    public int DistinctCapabilities { get; init; }

    /// <summary>Activities stored, over all time and all workspaces.</summary>
    public long TotalActivities { get; init; }

    /// <summary>Activities stored in the last minute, in all workspaces.</summary>
    public long ActivitiesLastMinute { get; init; }

    /// <summary>Changes of agents in the last minute, in all workspaces.</summary>
    public long AgentChangesLastMinute { get; init; }

    /// <summary>
    /// How the registry's own parts work: the last notice of each topic that was ever in any but its usual state. An agent that
    /// misses its deadline while <c>evictions</c> are <c>paused</c> stays what it was.
    /// </summary>
    public IReadOnlyList<RegistryNotice> Notices { get; init; } = [];

    /// <summary>The feed's revision that these numbers stand for.</summary>
    public long Revision { get; init; }
}

/// <summary>Which part of the registry a notice is about.</summary>
[JsonConverter(typeof(WireEnumConverter<NoticeTopic>))]
public enum NoticeTopic
{
    /// <summary>Whether agents that miss their deadline are evicted: <c>running</c>, or <c>paused</c>.</summary>
    Evictions,

    /// <summary>The circuit breaker before the memory server: <c>closed</c>, <c>half_open</c> or <c>open</c>.</summary>
    MemoryServer,
}

/// <summary>
/// Event: a part of the registry works otherwise than before. Published once for each change, in the order of
/// <see cref="Revision"/>; delivered at least once. On the live feed its type is <c>registry_notice</c>.
/// </summary>
public sealed record RegistryNotice
{
    /// <summary>Identifies the event; the same when it is delivered again.</summary>
    public Guid EventId { get; init; }

    /// <summary>Its place in the feed.</summary>
    public long Revision { get; init; }

    /// <summary>What it is about.</summary>
    public NoticeTopic Topic { get; init; }

    /// <summary>How that works now; the words are those of its topic.</summary>
    public string State { get; init; } = "";

    /// <summary>Why; empty when all is well.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The machine and process that says so, as <c>host:pid</c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset Timestamp { get; init; }
}
