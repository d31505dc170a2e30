namespace AgentRegistry.Contracts;

/// <summary>
/// Command: delete a session with everything in it. Answered with <see cref="SessionAccepted"/>, <see cref="SessionNotFound"/> or
/// <see cref="RequestRejected"/>.
/// </summary>
public sealed record DeleteSession
{
    /// <summary>Identifies this command in logs and error queues. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The session's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which session. Required.</summary>
    public string SessionId { get; init; } = "";
}
