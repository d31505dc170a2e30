namespace AgentRegistry.Contracts;

/// <summary>Query: who can do this? Answered with <see cref="CapabilityMatches"/> or <see cref="RequestRejected"/>.</summary>
public sealed record SearchCapabilities
{
    /// <summary>In plain words, or a capability's or agent's name; 1–1,024 characters with at least one letter or digit. Required.</summary>
    public string Query { get; init; } = "";

    /// <summary>How many at most, 1–100. Absent: 10.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>Only agents that pass these filters; its limit, offset and cursor do not count. Absent: all.</summary>
    public ListAgents? Filter { get; init; }
}

/// <summary>Response: the agents that fit, best first.</summary>
public sealed record CapabilityMatches
{
    /// <summary>The query as it was understood.</summary>
    public string Query { get; init; } = "";

    /// <summary>Best first.</summary>
    public IReadOnlyList<CapabilityMatch> Matches { get; init; } = [];

    /// <summary>How many agents fit in all.</summary>
    public int Total { get; init; }
}

/// <summary>An agent that fits, with the capability that does.</summary>
public sealed record CapabilityMatch
{
    /// <summary>Which agent.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The capability that fits best; absent when the agent fits by its name, description or tags only.</summary>
    public string? Capability { get; init; }

    /// <summary>That capability's description.</summary>
    public string? Description { get; init; }

    /// <summary>That capability's cost.</summary>
    public string? CostEstimate { get; init; }

    /// <summary>Higher is better; comparable within one response only.</summary>
    public double Score { get; init; }

    /// <summary>The words of the query that were found.</summary>
    public IReadOnlyList<string> MatchedWords { get; init; } = [];

    /// <summary>The agent's status.</summary>
    public AgentStatus Status { get; init; }

    /// <summary>The agent's health.</summary>
    public AgentHealth Health { get; init; }

    /// <summary>Where the agent can be called.</summary>
    public string? BaseUrl { get; init; }
}
