using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>What happened to a context.</summary>
[JsonConverter(typeof(WireEnumConverter<ContextChange>))]
public enum ContextChange
{
    /// <summary>It is there, with its first version.</summary>
    Created,

    /// <summary>It has a new version.</summary>
    Written,

    /// <summary>It has the data of an earlier version again, in a new one.</summary>
    RolledBack,

    /// <summary>A version has a name, or a name has moved to it.</summary>
    CheckpointNamed,

    /// <summary>A name was removed; its version stays.</summary>
    CheckpointRemoved,

    /// <summary>It was deleted, with all its versions.</summary>
    Deleted,
}

/// <summary>
/// Event: a context has changed. It does not carry the data, which are for those who may read the context and not for all who hear
/// of it. Published once for each change, in the order of <see cref="Revision"/>; delivered at least once. On the live feed its type
/// is <c>context_update</c>.
/// </summary>
public sealed record ContextChanged
{
    /// <summary>Identifies the event; the same when it is delivered again.</summary>
    public Guid EventId { get; init; }

    /// <summary>Its place in the feed.</summary>
    public long Revision { get; init; }

    /// <summary>What happened.</summary>
    public ContextChange Change { get; init; }

    /// <summary>The context's workspace.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its current version after the change; of a deleted one, its last.</summary>
    public int CurrentVersion { get; init; }

    /// <summary>Of a rollback: the version that it went back to.</summary>
    public int? RollbackPointer { get; init; }

    /// <summary>Of a rollback: <c>success</c>.</summary>
    public RollbackState? RollbackState { get; init; }

    /// <summary>Of a checkpoint's change: its name.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Timestamp { get; init; }
}
