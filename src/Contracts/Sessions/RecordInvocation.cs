namespace AgentRegistry.Contracts;

/// <summary>
/// Command: an agent was called within a session. Kept once; the session's context becomes that of this call. An expired session
/// becomes active again; a completed one takes none. Answered with <see cref="SessionAccepted"/>, <see cref="SessionNotFound"/>,
/// <see cref="SessionConflict"/> or <see cref="RequestRejected"/>.
/// </summary>
public sealed record RecordInvocation
{
    /// <summary>Identifies this command in logs and error queues. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The session's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which session. Required.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>Identifies the invocation within the session: a second one of the same id is passed over. Absent: the command's id.</summary>
    public Guid? InvocationId { get; init; }

    /// <summary>Who was called; registered or not. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>What was asked, up to 1 MiB of UTF-8. Absent: empty.</summary>
    public string Query { get; init; } = "";

    /// <summary>What was answered, up to 1 MiB of UTF-8. Absent: nothing.</summary>
    public string? Response { get; init; }

    /// <summary>Whether the call succeeded. Required.</summary>
    public bool? Success { get; init; }

    /// <summary>What went wrong, up to 1 MiB of UTF-8. Absent: nothing.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took, in milliseconds, 0 or more. Absent: not measured; then it does not count in averages.</summary>
    public long? DurationMs { get; init; }

    /// <summary>When it was made. Absent: when the command was sent.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}
