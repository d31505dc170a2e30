using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Sessions;

/// <summary>A session's row: what is decided about it, and nothing of what was said.</summary>
public sealed record SessionState
{
    public required SessionKey Key { get; init; }

    public required string UserId { get; init; }

    public SessionStatus Status { get; init; }

    /// <summary>Only on creation; a session that is read to be changed does not have it, and saving it without keeps what is there.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The message that created it.</summary>
    public Guid CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset StatusSince { get; init; }

    /// <summary>When the last accepted change of status was sent, by its sender's clock.</summary>
    public DateTimeOffset? StatusCommandedAt { get; init; }

    /// <summary>How many messages, and so the sequence of the last.</summary>
    public int Messages { get; init; }

    /// <summary>How many invocations, and so the sequence of the last.</summary>
    public int Invocations { get; init; }

    /// <summary>UTF-8 bytes of all texts and metadata within it.</summary>
    public long Bytes { get; init; }

    public string? LastAgentId { get; init; }

    public long Revision { get; init; }

    /// <summary>What others are told of a change, as it is after it.</summary>
    public SessionChanged ToChange(SessionChange change, DateTimeOffset now) => new()
    {
        EventId = Guid.CreateVersion7(now),
        Revision = Revision,
        Change = change,
        SessionId = Key.SessionId,
        Workspace = Key.Workspace,
        Status = Status,
        MessageCount = Messages,
        InvocationCount = Invocations,
        LastAgentId = LastAgentId,
        Timestamp = now,
    };
}

/// <summary>A message that is to be stored.</summary>
public sealed record StoredMessage(SessionKey Session, SessionMessage Message);

/// <summary>An invocation that is to be stored.</summary>
public sealed record StoredInvocation(SessionKey Session, SessionInvocation Invocation);
