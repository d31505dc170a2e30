namespace AgentRegistry.Contracts;

/// <summary>Request: a page of a session's invocations. Answered with <see cref="SessionInvocationPage"/>, <see cref="SessionNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record ListSessionInvocations
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

/// <summary>Answer: a page of a session's invocations.</summary>
public sealed record SessionInvocationPage
{
    /// <summary>Which session.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>The invocations, in order.</summary>
    public IReadOnlyList<SessionInvocation> Invocations { get; init; } = [];

    /// <summary>How many the session holds.</summary>
    public int Total { get; init; }

    /// <summary>What to ask for next as <c>after</c>; absent on the last page.</summary>
    public int? NextAfter { get; init; }
}
