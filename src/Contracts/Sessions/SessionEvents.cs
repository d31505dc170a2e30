using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>What happened to a session.</summary>
[JsonConverter(typeof(WireEnumConverter<SessionChange>))]
public enum SessionChange
{
    /// <summary>It began.</summary>
    Created,

    /// <summary>Messages were added to it.</summary>
    MessagesAppended,

    /// <summary>An agent was called in it.</summary>
    InvocationRecorded,

    /// <summary>It was completed, expired, or became active again.</summary>
    StatusChanged,

    /// <summary>It was deleted, with everything in it.</summary>
    Deleted,
}

/// <summary>
/// Event: a session has changed. It does not carry the messages, which are for those who may read the session and not for all who
/// hear of it. Published once for each change, in the order of <see cref="Revision"/>; delivered at least once. On the live feed
/// its type is <c>session_update</c>.
/// </summary>
public sealed record SessionChanged
{
    /// <summary>Identifies the event; the same when it is delivered again.</summary>
    public Guid EventId { get; init; }

    /// <summary>Its place in the feed.</summary>
    public long Revision { get; init; }

    /// <summary>What happened.</summary>
    public SessionChange Change { get; init; }

    /// <summary>Which session.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>Its workspace.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Its status after the change.</summary>
    public SessionStatus Status { get; init; }

    /// <summary>How many messages it holds after the change.</summary>
    public int MessageCount { get; init; }

    /// <summary>How many invocations it holds after the change.</summary>
    public int InvocationCount { get; init; }

    /// <summary>The agent last called; absent before the first invocation.</summary>
    public string? LastAgentId { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Timestamp { get; init; }
}
