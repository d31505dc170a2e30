using AgentRegistry.Contracts;
using AgentRegistry.Storage.Contexts;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>A context as it is, with as much of its history as its commands need.</summary>
internal sealed record ContextView(ContextState State, ContextHistory History);

/// <summary>The outcome of a command on a context, decided from the context as it is, the message and the time alone.</summary>
internal sealed record ContextDecision
{
    /// <summary>Null when nothing was done: refused, or there is no such context, version or checkpoint.</summary>
    public ContextOutcome? Outcome { get; private init; }

    /// <summary>Why nothing was done, where the context is the reason.</summary>
    public ContextConflictReason? Refusal { get; private init; }

    /// <summary>The event's kind; null when nothing changes.</summary>
    public ContextChange? Change { get; private init; }

    /// <summary>The context after the command, or as it is; of a deleted one, as it was last; null where there is none.</summary>
    public ContextState? State { get; init; }

    /// <summary>The version that is added.</summary>
    public ContextVersion? Added { get; private init; }

    /// <summary>The version that the command made, named or found, else the current one; null where there is no context.</summary>
    public int? Version { get; init; }

    /// <summary>Where a rollback went back to.</summary>
    public int? RollbackPointer { get; private init; }

    /// <summary>The checkpoint that is named or removed.</summary>
    public string? Checkpoint { get; private init; }

    private static ContextDecision Missing { get; } = new();

    /// <summary>Makes the data the next version, if the current one is the expected one.</summary>
    public static ContextDecision Write(ContextState? current, ContextKey key, WriteContext message, DateTimeOffset now) =>
        Unexpected(current, message.ExpectedVersion) ?? Add(
            current ?? new ContextState { Key = key, CreatedAt = now },
            current is null ? ContextOutcome.Created : ContextOutcome.Updated,
            current is null ? ContextChange.Created : ContextChange.Written,
            new() { ChangeDescription = message.ChangeDescription, CreatedBy = message.CreatedBy },
            now);

    /// <summary>Makes the data of an earlier version the next one. A rollback to the current version is refused: it would change nothing.</summary>
    public static ContextDecision Rollback(ContextView? current, RollbackContext message, DateTimeOffset now)
    {
        if (current is null)
        {
            return Missing;
        }

        var target = message.ToCheckpoint is { } checkpoint
            ? current.History.Checkpoints.TryGetValue(checkpoint, out var named) ? named : 0
            : message.ToVersion.GetValueOrDefault();
        return Unexpected(current.State, message.ExpectedVersion)
            ?? (!Has(current, target) ? Missing
                : target == current.State.CurrentVersion ? Refused(ContextConflictReason.Current)
                : Add(
                    current.State with { RollbackPointer = target, RollbackState = RollbackState.Success },
                    ContextOutcome.Updated,
                    ContextChange.RolledBack,
                    new() { ChangeDescription = message.ChangeDescription, CreatedBy = message.CreatedBy, RollbackPointer = target },
                    now));
    }

    /// <summary>Gives a version a name, or a name to another version.</summary>
    public static ContextDecision NameCheckpoint(ContextView? current, NameCheckpoint message, int maxCheckpoints, DateTimeOffset now)
    {
        var version = message.Version ?? current?.State.CurrentVersion ?? 0;
        if (current is null || !Has(current, version))
        {
            return Missing;
        }

        var isKnown = current.History.Checkpoints.TryGetValue(message.Checkpoint, out var before);
        return isKnown && before == version ? new() { Outcome = ContextOutcome.Unchanged, Version = version }
            : !isKnown && current.History.Checkpoints.Count >= maxCheckpoints ? Refused(ContextConflictReason.Full)
            : new()
            {
                Outcome = ContextOutcome.Updated,
                Change = ContextChange.CheckpointNamed,
                State = current.State with { UpdatedAt = now },
                Version = version,
                Checkpoint = message.Checkpoint,
            };
    }

    /// <summary>Removes a name; its version stays until the history's limit removes it.</summary>
    public static ContextDecision RemoveCheckpoint(ContextView? current, RemoveCheckpoint message, DateTimeOffset now) =>
        current?.History.Checkpoints.ContainsKey(message.Checkpoint) != true ? Missing : new()
        {
            Outcome = ContextOutcome.Updated,
            Change = ContextChange.CheckpointRemoved,
            State = current.State with { UpdatedAt = now },
            Version = current.History.Checkpoints[message.Checkpoint],
            Checkpoint = message.Checkpoint,
        };

    /// <summary>Deletes the context with everything in it, if it has the expected version.</summary>
    public static ContextDecision Delete(ContextState? current, DeleteContext message, DateTimeOffset now) => current is null
        ? Missing
        : Unexpected(current, message.ExpectedVersion) ?? new()
        {
            Outcome = ContextOutcome.Deleted,
            Change = ContextChange.Deleted,
            State = current with { UpdatedAt = now },
        };

    /// <summary>The message had its effect before. The response names the version that it made, as long as that is kept.</summary>
    public static ContextDecision Repeat(ContextView? current, Guid messageId, bool makesVersion) =>
        current?.History.Versions.FirstOrDefault(kept => kept.MessageId == messageId) is { } made
            ? new() { Outcome = ContextOutcome.Unchanged, Version = made.Version, RollbackPointer = made.RollbackPointer }
            : new() { Outcome = makesVersion ? ContextOutcome.Stale : ContextOutcome.Unchanged };

    private static ContextDecision Add(
        ContextState current, ContextOutcome outcome, ContextChange change, ContextVersion version, DateTimeOffset now)
    {
        var number = current.CurrentVersion + 1;
        return new()
        {
            Outcome = outcome,
            Change = change,
            State = current with { CurrentVersion = number, Versions = current.Versions + 1, UpdatedAt = now },
            Added = version with { Version = number, CreatedAt = now },
            Version = number,
            RollbackPointer = version.RollbackPointer,
        };
    }

    /// <summary>A refusal if the context's version is not the expected one; otherwise null.</summary>
    private static ContextDecision? Unexpected(ContextState? current, int? expected) =>
        expected is { } version && version != (current?.CurrentVersion ?? 0) ? Refused(ContextConflictReason.Version) : null;

    private static bool Has(ContextView current, int version) => current.History.Versions.Any(kept => kept.Version == version);

    private static ContextDecision Refused(ContextConflictReason reason) => new() { Refusal = reason };
}
