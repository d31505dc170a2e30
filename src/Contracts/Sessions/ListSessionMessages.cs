namespace AgentRegistry.Contracts;

/// <summary>Request: a page of a session's messages. Answered with <see cref="SessionMessagePage"/>, <see cref="SessionNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record ListSessionMessages
{
    /// <summary>The session's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which session. Required.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>How many at most, 1–1,000. Absent: 100.</summary>
    public int Limit { get; init; } = Defaults.PageSize;

    /// <summary>Those after this sequence, 0 or more. Absent: from the first.</summary>
    public int After { get; init; }
}

/// <summary>Answer: a page of a session's messages.</summary>
public sealed record SessionMessagePage
{
    /// <summary>Which session.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>The messages, in order.</summary>
    public IReadOnlyList<SessionMessage> Messages { get; init; } = [];

    /// <summary>How many the session holds.</summary>
    public int Total { get; init; }

    /// <summary>What to ask for next as <c>after</c>; absent on the last page.</summary>
    public int? NextAfter { get; init; }
}
