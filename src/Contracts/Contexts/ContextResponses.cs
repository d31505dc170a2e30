using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>What became of a command on a context.</summary>
[JsonConverter(typeof(WireEnumConverter<ContextOutcome>))]
public enum ContextOutcome
{
    /// <summary>Already so, or here before: nothing changed.</summary>
    Unchanged,

    /// <summary>The context is there, with its first version.</summary>
    Created,

    /// <summary>The context has a new version, or its checkpoints have changed.</summary>
    Updated,

    /// <summary>The context was deleted.</summary>
    Deleted,

    /// <summary>The message was here before, and what it did has been overtaken: nothing changed.</summary>
    Stale,
}

/// <summary>Response: the command on a context has been committed.</summary>
public sealed record ContextAccepted
{
    /// <summary>Its workspace.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What became of the command.</summary>
    public ContextOutcome Outcome { get; init; }

    /// <summary>The version that the command made, or named; of others the current one. 0 where the context was deleted.</summary>
    public int Version { get; init; }

    /// <summary>Of a rollback: the version that it went back to.</summary>
    public int? RollbackPointer { get; init; }

    /// <summary>Of a rollback: <c>success</c>.</summary>
    public RollbackState? RollbackState { get; init; }

    /// <summary>Its revision after the command; 0 where there is no context.</summary>
    public long Revision { get; init; }
}

/// <summary>Response: the workspace has no such context, or the context no such version or checkpoint; nothing was done.</summary>
[Refusal]
public sealed record ContextNotFound
{
    /// <summary>Where it was looked for.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context was asked for.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The name that was asked for.</summary>
    public string Name { get; init; } = "";

    /// <summary>The version that was asked for, where one was.</summary>
    public int? Version { get; init; }

    /// <summary>The checkpoint that was asked for, where one was.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Of a rollback: <c>failed</c>.</summary>
    public RollbackState? RollbackState { get; init; }
}

/// <summary>Why a command cannot be carried out on a context as it is.</summary>
[JsonConverter(typeof(WireEnumConverter<ContextConflictReason>))]
public enum ContextConflictReason
{
    /// <summary>It has another version than the one expected: somebody else has written.</summary>
    Version,

    /// <summary>The version to go back to is the current one.</summary>
    Current,

    /// <summary>It has as many checkpoints as it may.</summary>
    Full,
}

/// <summary>Response: the context is not such that the command could be carried out; nothing was done.</summary>
[Refusal]
public sealed record ContextConflict
{
    /// <summary>Its workspace.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Why.</summary>
    public ContextConflictReason Reason { get; init; }

    /// <summary>The version that it has now; 0 where there is no context.</summary>
    public int CurrentVersion { get; init; }

    /// <summary>Of a rollback: <c>failed</c>.</summary>
    public RollbackState? RollbackState { get; init; }
}
