namespace AgentRegistry.Contracts;

/// <summary>Request: the agents that pass every filter given, by id. Answered with <see cref="AgentPage"/> or <see cref="RequestRejected"/>.</summary>
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

/// <summary>Answer: a page of agents.</summary>
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
