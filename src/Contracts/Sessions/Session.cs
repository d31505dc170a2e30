using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>Where a session stands: from active to completed or expired, from expired to active or completed.</summary>
[JsonConverter(typeof(WireEnumConverter<SessionStatus>))]
public enum SessionStatus
{
    /// <summary>Under way.</summary>
    Active,

    /// <summary>Ended by its user or orchestrator; final.</summary>
    Completed,

    /// <summary>It had no message for too long. The next message makes it active again.</summary>
    Expired,
}

/// <summary>A session without its messages.</summary>
public record Session
{
    /// <summary>Its id, unique within the workspace.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>The workspace it belongs to.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose session it is.</summary>
    public string UserId { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public SessionStatus Status { get; init; }

    /// <summary>What its creator kept with it; a JSON object.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>When the registry created it.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last message or invocation came.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Since when it has its status.</summary>
    public DateTimeOffset StatusSince { get; init; }

    /// <summary>How many messages it holds.</summary>
    public int MessageCount { get; init; }

    /// <summary>How many invocations it holds.</summary>
    public int InvocationCount { get; init; }

    /// <summary>The agent last called; absent before the first invocation.</summary>
    public string? LastAgentId { get; init; }

    /// <summary>The revision of its last change in the feed.</summary>
    public long Revision { get; init; }
}

/// <summary>The author of a message.</summary>
[JsonConverter(typeof(WireEnumConverter<MessageRole>))]
public enum MessageRole
{
    /// <summary>The user.</summary>
    User,

    /// <summary>An agent, or the orchestrator.</summary>
    Assistant,

    /// <summary>Neither: an instruction.</summary>
    System,
}

/// <summary>A message of a session, as it is kept.</summary>
public sealed record SessionMessage
{
    /// <summary>Its place among the session's messages: 1, 2, 3, … without gaps.</summary>
    public int Sequence { get; init; }

    /// <summary>Identifies it within the session.</summary>
    public Guid Id { get; init; }

    /// <summary>Who spoke.</summary>
    public MessageRole Role { get; init; }

    /// <summary>The text.</summary>
    public string Content { get; init; } = "";

    /// <summary>What its sender kept with it; a JSON object.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>When it was written, by the sender's clock.</summary>
    public DateTimeOffset Timestamp { get; init; }
}

/// <summary>A call of an agent within a session, as it is kept.</summary>
public sealed record SessionInvocation
{
    /// <summary>Its place among the session's invocations: 1, 2, 3, … without gaps.</summary>
    public int Sequence { get; init; }

    /// <summary>Identifies it within the session.</summary>
    public Guid Id { get; init; }

    /// <summary>Who was called.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>What was asked.</summary>
    public string Query { get; init; } = "";

    /// <summary>What was answered.</summary>
    public string? Response { get; init; }

    /// <summary>Whether the call succeeded.</summary>
    public bool Success { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public long? DurationMs { get; init; }

    /// <summary>When it was made, by the sender's clock.</summary>
    public DateTimeOffset Timestamp { get; init; }
}

/// <summary>Response: the agent last called in a session, with query and response. Each invocation moves it on; before the first, all of it is absent.</summary>
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
