using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Contexts;

/// <summary>A context's row: what is decided about it, without any data.</summary>
public sealed record ContextState
{
    public required ContextKey Key { get; init; }

    /// <summary>The version that holds, and so the number of the last one.</summary>
    public int CurrentVersion { get; init; }

    /// <summary>How many versions are kept.</summary>
    public int Versions { get; init; }

    /// <summary>Where the last rollback went back to.</summary>
    public int? RollbackPointer { get; init; }

    public RollbackState? RollbackState { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public long Revision { get; init; }

    /// <summary>What others are told of a change, as it is after it.</summary>
    public ContextChanged ToChange(ContextChange change, string? checkpoint, DateTimeOffset now) => new()
    {
        EventId = Guid.CreateVersion7(now),
        Revision = Revision,
        Change = change,
        Workspace = Key.Workspace,
        AgentId = Key.AgentId,
        Name = Key.Name,
        CurrentVersion = CurrentVersion,
        RollbackPointer = change == ContextChange.RolledBack ? RollbackPointer : null,
        RollbackState = change == ContextChange.RolledBack ? RollbackState : null,
        Checkpoint = checkpoint,
        Timestamp = now,
    };
}

/// <summary>What is kept of a context beside its row, as far as it is decided about: no data.</summary>
/// <param name="Versions">The versions, in their order.</param>
/// <param name="Checkpoints">The versions that have a name, by it.</param>
public sealed record ContextHistory(IReadOnlyList<KeptVersion> Versions, IReadOnlyDictionary<string, int> Checkpoints)
{
    public static ContextHistory Empty { get; } = new([], new Dictionary<string, int>(StringComparer.Ordinal));
}

/// <summary>A version that is kept.</summary>
/// <param name="Version">Its number.</param>
/// <param name="RollbackPointer">The version whose data it has, where a rollback made it.</param>
/// <param name="MessageId">The message that made it.</param>
public sealed record KeptVersion(int Version, int? RollbackPointer, Guid MessageId);

/// <summary>A version that is to be stored.</summary>
/// <param name="Context">Of which context.</param>
/// <param name="Version">All of it but the data.</param>
/// <param name="MessageId">The message that made it.</param>
/// <param name="Data">Its data as JSON; null for those of <paramref name="CopyOf"/>.</param>
/// <param name="CopyOf">The version that is stored already and has the same data.</param>
public sealed record StoredVersion(ContextKey Context, ContextVersion Version, Guid MessageId, string? Data, int? CopyOf);

/// <summary>A checkpoint that is to be stored.</summary>
public readonly record struct StoredCheckpoint(ContextKey Context, string Checkpoint, int Version);
