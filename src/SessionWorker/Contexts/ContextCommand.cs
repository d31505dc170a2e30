using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Contexts;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>A command on one context, decided when the context's row is locked.</summary>
/// <param name="Key">Which context.</param>
/// <param name="MessageId">Identifies a repeat.</param>
/// <param name="Decide">Decides, given the context as it is, and the time.</param>
internal sealed record ContextCommand(ContextKey Key, Guid MessageId, Func<ContextView?, DateTimeOffset, ContextDecision> Decide)
{
    /// <summary>True when it creates the context if there is none: not where a version of it is expected.</summary>
    public bool Creates { get; private init; }

    /// <summary>True when it adds a version.</summary>
    public bool MakesVersion => Data is not null || IsRollback;

    /// <summary>True when it rolls back to a version.</summary>
    public bool IsRollback { get; private init; }

    /// <summary>True when it cannot be decided from the context's row alone.</summary>
    public bool NeedsHistory { get; private init; }

    /// <summary>The data that it writes, as JSON.</summary>
    public string? Data { get; private init; }

    /// <summary>The version that it is about, where it names one.</summary>
    public int? Version { get; private init; }

    /// <summary>The checkpoint that it is about, where it names one that must exist.</summary>
    public string? Checkpoint { get; private init; }

    /// <summary>Characters of its data.</summary>
    public long Size => Data?.Length ?? 0;

    public static ContextCommand Of(WriteContext message)
    {
        var key = new ContextKey(message.Workspace, message.AgentId, message.Name);
        return new(key, message.MessageId, (current, now) => ContextDecision.Write(current?.State, key, message, now))
        {
            Creates = message.ExpectedVersion is null or 0,

            // The bus sends it indented.
            Data = JsonSerializer.Serialize(message.Data, WireJson.Options),
        };
    }

    public static ContextCommand Of(RollbackContext message) => new(
        new(message.Workspace, message.AgentId, message.Name), message.MessageId, (current, now) => ContextDecision.Rollback(current, message, now))
    {
        IsRollback = true,
        NeedsHistory = true,
        Version = message.ToVersion,
        Checkpoint = message.ToCheckpoint,
    };

    public static ContextCommand Of(NameCheckpoint message, Limits limits) => new(
        new(message.Workspace, message.AgentId, message.Name),
        message.MessageId,
        (current, now) => ContextDecision.NameCheckpoint(current, message, limits.ContextCheckpoints, now))
    {
        NeedsHistory = true,
        Version = message.Version,
    };

    public static ContextCommand Of(RemoveCheckpoint message) => new(
        new(message.Workspace, message.AgentId, message.Name), message.MessageId, (current, now) => ContextDecision.RemoveCheckpoint(current, message, now))
    {
        NeedsHistory = true,
        Checkpoint = message.Checkpoint,
    };

    public static ContextCommand Of(DeleteContext message) => new(
        new(message.Workspace, message.AgentId, message.Name),
        message.MessageId,
        (current, now) => ContextDecision.Delete(current?.State, message, now));
}
