using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>
/// Command: something was said in a session. Messages are kept in the order of this list, and each once: one whose id the session
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

/// <summary>Something that was said.</summary>
public sealed record NewSessionMessage
{
    /// <summary>Identifies it within the session: a second one of the same id is passed over. Absent: made of the command's id and its place in the list.</summary>
    public Guid? Id { get; init; }

    /// <summary>Who spoke. Required.</summary>
    public MessageRole? Role { get; init; }

    /// <summary>What was said, up to 1 MiB of UTF-8; may be empty. Required.</summary>
    public string? Content { get; init; }

    /// <summary>Kept as it is; a JSON object of up to 64 KiB. Absent: none.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>When it was said. Absent: when the command was sent.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}
