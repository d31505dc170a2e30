namespace AgentRegistry.Contracts;

/// <summary>Request: the contexts of a workspace, or of one of its agents, by agent and name. Answered with <see cref="ContextPage"/> or <see cref="RequestRejected"/>.</summary>
public sealed record ListContexts
{
    /// <summary>Whose contexts; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Of this agent. Absent: of any.</summary>
    public string? AgentId { get; init; }

    /// <summary>How many at most, 1–1,000. Absent: 100.</summary>
    public int Limit { get; init; } = Defaults.PageSize;

    /// <summary>Go on after the page that gave this cursor. Absent: from the first.</summary>
    public string? Cursor { get; init; }
}

/// <summary>Answer: a page of contexts.</summary>
public sealed record ContextPage
{
    /// <summary>The contexts, by agent and name.</summary>
    public IReadOnlyList<SharedContext> Contexts { get; init; } = [];

    /// <summary>The limit that held.</summary>
    public int Limit { get; init; }

    /// <summary>Gives the next page; absent on the last.</summary>
    public string? NextCursor { get; init; }
}
