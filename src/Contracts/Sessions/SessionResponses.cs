using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>What became of a command on a session.</summary>
[JsonConverter(typeof(WireEnumConverter<SessionOutcome>))]
public enum SessionOutcome
{
    /// <summary>Already so, or here before: nothing changed.</summary>
    Unchanged,

    /// <summary>The session began.</summary>
    Created,

    /// <summary>The session has changed.</summary>
    Updated,

    /// <summary>The session was deleted.</summary>
    Deleted,

    /// <summary>A newer message was here first: nothing changed.</summary>
    Stale,
}

/// <summary>Response: the command on a session has been committed.</summary>
public sealed record SessionAccepted
{
    /// <summary>Which session.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>Its workspace.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>What became of the command.</summary>
    public SessionOutcome Outcome { get; init; }

    /// <summary>The session's status after it; absent where there is none any more.</summary>
    public SessionStatus? Status { get; init; }

    /// <summary>How many messages or invocations this command added.</summary>
    public int Added { get; init; }

    /// <summary>How many messages it holds now.</summary>
    public int MessageCount { get; init; }

    /// <summary>How many invocations it holds now.</summary>
    public int InvocationCount { get; init; }

    /// <summary>Its revision after the command; 0 where there is no session.</summary>
    public long Revision { get; init; }
}

/// <summary>Response: the workspace has no session of this id; nothing was done.</summary>
[Refusal]
public sealed record SessionNotFound
{
    /// <summary>The id that was asked for.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>Where it was looked for.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;
}

/// <summary>Why a command cannot be carried out on a session as it is.</summary>
[JsonConverter(typeof(WireEnumConverter<SessionConflictReason>))]
public enum SessionConflictReason
{
    /// <summary>The id is that of another session.</summary>
    Taken,

    /// <summary>That status cannot follow the one it has; or it is completed, and takes nothing more.</summary>
    Status,

    /// <summary>It would hold more than a session may.</summary>
    Full,
}

/// <summary>Response: the session is not such that the command could be carried out; nothing was done.</summary>
[Refusal]
public sealed record SessionConflict
{
    /// <summary>Which session.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>Its workspace.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Why.</summary>
    public SessionConflictReason Reason { get; init; }

    /// <summary>The status it has.</summary>
    public SessionStatus Status { get; init; }
}
