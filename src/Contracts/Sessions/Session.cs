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

    /// <summary>Nothing was said in it for too long. What is said in it again wakes it.</summary>
    Expired,
}

/// <summary>A session without what was said in it.</summary>
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

    /// <summary>When something was last said or done in it.</summary>
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
