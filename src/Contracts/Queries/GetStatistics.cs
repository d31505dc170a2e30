namespace AgentRegistry.Contracts;

/// <summary>Request: the registry in numbers. Answered with <see cref="RegistryStatistics"/>.</summary>
public sealed record GetStatistics
{
    /// <summary>Of this workspace only. Absent: of all.</summary>
    public string? Workspace { get; init; }
}

/// <summary>Answer: the registry in numbers.</summary>
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
