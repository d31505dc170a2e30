namespace AgentRegistry.Contracts;

/// <summary>Request: the sessions of a workspace that pass every filter given, the newest first. Answered with <see cref="SessionPage"/> or <see cref="RequestRejected"/>.</summary>
public sealed record ListSessions
{
    /// <summary>Whose sessions; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Of this user. Absent: any.</summary>
    public string? UserId { get; init; }

    /// <summary>With this status. Absent: any.</summary>
    public SessionStatus? Status { get; init; }

    /// <summary>In which this agent was called. Absent: any.</summary>
    public string? AgentId { get; init; }

    /// <summary>Created then or later. Absent: from the first.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Created before that. Absent: to the last.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many at most, 1–1,000. Absent: 100.</summary>
    public int Limit { get; init; } = Defaults.PageSize;

    /// <summary>Go on after the page that gave this cursor. Absent: from the newest.</summary>
    public string? Cursor { get; init; }
}

/// <summary>Answer: a page of sessions.</summary>
public sealed record SessionPage
{
    /// <summary>The sessions, the newest first.</summary>
    public IReadOnlyList<Session> Sessions { get; init; } = [];

    /// <summary>The limit that held.</summary>
    public int Limit { get; init; }

    /// <summary>Gives the next page; absent on the last.</summary>
    public string? NextCursor { get; init; }
}
