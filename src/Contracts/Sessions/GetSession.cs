namespace AgentRegistry.Contracts;

/// <summary>Request: a session whole. Answered with <see cref="SessionDetails"/>, <see cref="SessionNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetSession
{
    /// <summary>The session's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which session. Required.</summary>
    public string SessionId { get; init; } = "";
}
