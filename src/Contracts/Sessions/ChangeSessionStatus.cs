namespace AgentRegistry.Contracts;

/// <summary>
/// Command: complete a session, expire it, or wake an expired one. One that has the status already stays as it is. Answered with
/// <see cref="SessionAccepted"/>, <see cref="SessionNotFound"/>, <see cref="SessionConflict"/> when the status cannot follow the one
/// it has, or <see cref="RequestRejected"/>.
/// </summary>
public sealed record ChangeSessionStatus
{
    /// <summary>Identifies this command in logs and error queues. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required; one sent before the last accepted change of this kind changes nothing.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The session's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which session. Required.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>The new status. Required.</summary>
    public SessionStatus? Status { get; init; }
}
