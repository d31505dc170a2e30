namespace AgentRegistry.Contracts;

/// <summary>Request: what a follow-up in a session refers to. Answered with <see cref="SessionContext"/>, <see cref="SessionNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetSessionContext
{
    /// <summary>Whose session; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which session. Required.</summary>
    public string SessionId { get; init; } = "";
}

/// <summary>Answer: the agent last called in a session, with query and response. Each invocation moves it on; before the first, all of it is absent.</summary>
public sealed record SessionContext
{
    /// <summary>Which session.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>The agent last called.</summary>
    public string? LastAgentId { get; init; }

    /// <summary>What it was asked.</summary>
    public string? LastQuery { get; init; }

    /// <summary>What it answered.</summary>
    public string? LastResponse { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
