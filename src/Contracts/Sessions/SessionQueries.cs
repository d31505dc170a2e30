using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>Query: a session whole. Answered with <see cref="SessionDetails"/>, <see cref="SessionNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetSession
{
    /// <summary>The session's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which session. Required.</summary>
    public string SessionId { get; init; } = "";
}

/// <summary>Response: a whole session, with all its messages and invocations.</summary>
public sealed record SessionDetails : Session
{
    /// <summary>For deserialisation.</summary>
    public SessionDetails()
    {
    }

    /// <summary>The session itself, to which the rest is added.</summary>
    /// <param name="session">The session.</param>
    [SetsRequiredMembers]
    public SessionDetails(Session session)
        : base(session)
    {
    }

    /// <summary>Every message, in order.</summary>
    [JsonPropertyOrder(2)]
    public IReadOnlyList<SessionMessage> ConversationHistory { get; init; } = [];

    /// <summary>Every invocation, in order.</summary>
    [JsonPropertyOrder(3)]
    public IReadOnlyList<SessionInvocation> AgentsInvoked { get; init; } = [];

    /// <summary>What a follow-up refers to; absent before the first invocation.</summary>
    [JsonPropertyOrder(1)]
    public SessionContext? Context { get; init; }
}

/// <summary>Query: what a follow-up in a session refers to. Answered with <see cref="SessionContext"/>, <see cref="SessionNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetSessionContext
{
    /// <summary>Whose session; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which session. Required.</summary>
    public string SessionId { get; init; } = "";
}

/// <summary>Query: the sessions of a workspace that pass every filter given, the newest first. Answered with <see cref="SessionPage"/> or <see cref="RequestRejected"/>.</summary>
public sealed record ListSessions
{
    /// <summary>Whose sessions; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Of this user. Absent: any.</summary>
    public string? UserId { get; init; }

    /// <summary>With this status. Absent: any.</summary>
    public SessionStatus? Status { get; init; }

    /// <summary>In which this agent was called. Absent: any.</summary>
    public string? AgentId { get; init; }

    /// <summary>Created then or later. Absent: from the first.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Created before that. Absent: to the last.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many at most, 1–1,000. Absent: 100.</summary>
    public int Limit { get; init; } = Defaults.PageSize;

    /// <summary>Go on after the page that gave this cursor. Absent: from the newest.</summary>
    public string? Cursor { get; init; }
}

/// <summary>Response: a page of sessions.</summary>
public sealed record SessionPage
{
    /// <summary>The sessions, the newest first.</summary>
    public IReadOnlyList<Session> Sessions { get; init; } = [];

    /// <summary>The limit that held.</summary>
    public int Limit { get; init; }

    /// <summary>Gives the next page; absent on the last.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>Query: a page of a session's messages. Answered with <see cref="SessionMessagePage"/>, <see cref="SessionNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record ListSessionMessages
{
    /// <summary>The session's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which session. Required.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>How many at most, 1–1,000. Absent: 100.</summary>
    public int Limit { get; init; } = Defaults.PageSize;

    /// <summary>Those after this sequence, 0 or more. Absent: from the first.</summary>
    public int After { get; init; }
}

/// <summary>Response: a page of a session's messages.</summary>
public sealed record SessionMessagePage
{
    /// <summary>Which session.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>The messages, in order.</summary>
    public IReadOnlyList<SessionMessage> Messages { get; init; } = [];

    /// <summary>How many the session holds.</summary>
    public int Total { get; init; }

    /// <summary>What to ask for next as <c>after</c>; absent on the last page.</summary>
    public int? NextAfter { get; init; }
}

/// <summary>Query: a page of a session's invocations. Answered with <see cref="SessionInvocationPage"/>, <see cref="SessionNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record ListSessionInvocations
{
    /// <summary>The session's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which session. Required.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>How many at most, 1–1,000. Absent: 100.</summary>
    public int Limit { get; init; } = Defaults.PageSize;

    /// <summary>Those after this sequence, 0 or more. Absent: from the first.</summary>
    public int After { get; init; }
}

/// <summary>Response: a page of a session's invocations.</summary>
public sealed record SessionInvocationPage
{
    /// <summary>Which session.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>The invocations, in order.</summary>
    public IReadOnlyList<SessionInvocation> Invocations { get; init; } = [];

    /// <summary>How many the session holds.</summary>
    public int Total { get; init; }

    /// <summary>What to ask for next as <c>after</c>; absent on the last page.</summary>
    public int? NextAfter { get; init; }
}

/// <summary>Query: what the sessions of a workspace that began in a period add up to. Answered with <see cref="SessionAnalysis"/> or <see cref="RequestRejected"/>.</summary>
public sealed record AnalyseSessions
{
    /// <summary>Whose sessions; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Of this user. Absent: any.</summary>
    public string? UserId { get; init; }

    /// <summary>Created then or later. Absent: from the first.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Created before that. Absent: to the last.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>Response: what sessions add up to.</summary>
public sealed record SessionAnalysis
{
    /// <summary>How many sessions.</summary>
    public long Sessions { get; init; }

    /// <summary>How many of them are active.</summary>
    public long Active { get; init; }

    /// <summary>How many are completed.</summary>
    public long Completed { get; init; }

    /// <summary>How many are expired.</summary>
    public long Expired { get; init; }

    /// <summary>How many messages they hold.</summary>
    public long Messages { get; init; }

    /// <summary>How many invocations they hold.</summary>
    public long Invocations { get; init; }

    /// <summary>The agents called in them, the most called first.</summary>
    public IReadOnlyList<SessionAgentUse> Agents { get; init; } = [];
}

/// <summary>How an agent did in sessions.</summary>
public sealed record SessionAgentUse
{
    /// <summary>Which agent.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>In how many sessions it was called.</summary>
    public long Sessions { get; init; }

    /// <summary>How often it was called.</summary>
    public long Invocations { get; init; }

    /// <summary>How many calls succeeded.</summary>
    public long Succeeded { get; init; }

    /// <summary>Successes among all calls, 0.0–1.0.</summary>
    public double SuccessRate { get; init; }

    /// <summary>Mean duration in milliseconds; absent when no duration is known.</summary>
    public double? AvgDurationMs { get; init; }

    /// <summary>Longest duration in milliseconds; absent when no duration is known.</summary>
    public long? MaxDurationMs { get; init; }
}
