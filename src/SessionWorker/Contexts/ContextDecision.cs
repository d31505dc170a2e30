using AgentRegistry.Contracts;
using AgentRegistry.Storage.Contexts;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>A context as it is, with as much of its history as its commands need.</summary>
internal sealed record ContextView(ContextState State, ContextHistory History);

/// <summary>What a command on a context comes to. Each is decided from the context as it is, the message and the time alone.</summary>
internal sealed record ContextDecision
{
    /// <summary>Null when nothing was done: refused, or there is no such context, version or checkpoint.</summary>
    public ContextOutcome? Outcome { get; private init; }

    /// <summary>Why nothing was done, where the context is the reason.</summary>
    public ContextConflictReason? Refusal { get; private init; }

    /// <summary>What others are told; null when nothing changes.</summary>
    public ContextChange? Change { get; private init; }

    /// <summary>The context after a change; of a deleted one, as it was last.</summary>
    public ContextState? Next { get; private init; }

    /// <summary>The version that is added.</summary>
    public ContextVersion? Added { get; private init; }

    /// <summary>The version that the command made, named or found; null: the current one.</summary>
    public int? Version { get; private init; }

    /// <summary>Where a rollback went back to.</summary>
    public int? RollbackPointer { get; private init; }

    /// <summary>The checkpoint that is named or removed.</summary>
    public string? Checkpoint { get; private init; }

    private static ContextDecision Missing { get; } = new();

    /// <summary>The data become the next version, if nobody has written since the expected one.</summary>
    public static ContextDecision Write(ContextState? current, ContextKey key, WriteContext message, DateTimeOffset now) =>
        Unexpected(current, message.ExpectedVersion) ?? Add(
            current ?? new ContextState { Key = key, CreatedAt = now },
            current is null ? ContextOutcome.Created : ContextOutcome.Updated,
            current is null ? ContextChange.Created : ContextChange.Written,
            new() { ChangeDescription = message.ChangeDescription, CreatedBy = message.CreatedBy },
            now);

    /// <summary>The data of an earlier version become the next one. To go back to where one is would say nothing.</summary>
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

    /// <summary>A version gets a name, or a name another version.</summary>
    public static ContextDecision Name(ContextView? current, NameCheckpoint message, int most, DateTimeOffset now)
    {
        var version = message.Version ?? current?.State.CurrentVersion ?? 0;
        if (current is null || !Has(current, version))
        {
            return Missing;
        }

        var isKnown = current.History.Checkpoints.TryGetValue(message.Checkpoint, out var before);
        return isKnown && before == version ? new() { Outcome = ContextOutcome.Unchanged, Version = version }
            : !isKnown && current.History.Checkpoints.Count >= most ? Refused(ContextConflictReason.Full)
            : new()
            {
                Outcome = ContextOutcome.Updated,
                Change = ContextChange.CheckpointNamed,
                Next = current.State with { UpdatedAt = now },
                Version = version,
                Checkpoint = message.Checkpoint,
            };
    }

    /// <summary>A name goes; its version stays until the limit takes it.</summary>
    public static ContextDecision RemoveName(ContextView? current, RemoveCheckpoint message, DateTimeOffset now) =>
        current?.History.Checkpoints.ContainsKey(message.Checkpoint) != true ? Missing : new()
        {
            Outcome = ContextOutcome.Updated,
            Change = ContextChange.CheckpointRemoved,
            Next = current.State with { UpdatedAt = now },
            Version = current.History.Checkpoints[message.Checkpoint],
            Checkpoint = message.Checkpoint,
        };

    /// <summary>The context goes with everything in it, if it has the expected version.</summary>
    public static ContextDecision Delete(ContextState? current, DeleteContext message, DateTimeOffset now) => current is null
        ? Missing
        : Unexpected(current, message.ExpectedVersion) ?? new()
        {
            Outcome = ContextOutcome.Deleted,
            Change = ContextChange.Deleted,
            Next = current with { UpdatedAt = now },
        };

    /// <summary>The message had its effect before. Its sender is told of the version that it made, as long as that is kept.</summary>
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
            Next = current with { CurrentVersion = number, Versions = current.Versions + 1, UpdatedAt = now },
            Added = version with { Version = number, CreatedAt = now },
            Version = number,
            RollbackPointer = version.RollbackPointer,
        };
    }

    /// <summary>The context has another version than the sender has seen; null when it has not.</summary>
    private static ContextDecision? Unexpected(ContextState? current, int? expected) =>
        expected is { } version && version != (current?.CurrentVersion ?? 0) ? Refused(ContextConflictReason.Version) : null;

    private static bool Has(ContextView current, int version) => current.History.Versions.Any(kept => kept.Version == version);

    private static ContextDecision Refused(ContextConflictReason reason) => new() { Refusal = reason };
}
