using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>
/// Command: begin a session. The same message again changes nothing, also after the session was deleted. Answered with
/// <see cref="SessionAccepted"/>, <see cref="SessionConflict"/> when another message has taken the id, or
/// <see cref="RequestRejected"/>.
/// </summary>
public sealed record CreateSession
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The workspace it will belong to; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Its id, unique within the workspace; 1–128 of letters, digits, <c>. _ : -</c>, and not <c>analysis</c>, which is a path of the API. Absent: the message's id as 32 digits.</summary>
    public string? SessionId { get; init; }

    /// <summary>Whose session it is; 1–128 characters. Required.</summary>
    public string UserId { get; init; } = "";

    /// <summary>Kept as it is; a JSON object of up to 64 KiB. Absent: none.</summary>
    public JsonElement? Metadata { get; init; }
}

/// <summary>
/// Command: add messages to a session. Messages are kept in the order of this list, and each once: one whose id the session
/// has is passed over. An expired session becomes active again; a completed one takes none. Answered with
/// <see cref="SessionAccepted"/>, <see cref="SessionNotFound"/>, <see cref="SessionConflict"/> or <see cref="RequestRejected"/>.
/// </summary>
public sealed record AppendSessionMessages
{
    /// <summary>Identifies this command in logs and error queues, and its messages that have no id of their own. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The session's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which session. Required.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>1–1,000 <see cref="NewSessionMessage"/>. Required.</summary>
    public IReadOnlyList<NewSessionMessage> Messages { get; init; } = [];
}

/// <summary>A message to be added.</summary>
public sealed record NewSessionMessage
{
    /// <summary>Identifies it within the session: a second one of the same id is passed over. Absent: made of the command's id and its place in the list.</summary>
    public Guid? Id { get; init; }

    /// <summary>Who spoke. Required.</summary>
    public MessageRole? Role { get; init; }

    /// <summary>The text, up to 1 MiB of UTF-8; may be empty. Required.</summary>
    public string? Content { get; init; }

    /// <summary>Kept as it is; a JSON object of up to 64 KiB. Absent: none.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>When it was written. Absent: when the command was sent.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}

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
