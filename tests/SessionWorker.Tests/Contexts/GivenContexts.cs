using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.SessionWorker.Contexts;
using AgentRegistry.Storage.Contexts;

namespace AgentRegistry.SessionWorker.Tests.Contexts;

/// <summary>Contexts and commands in few words.</summary>
internal static class GivenContexts
{
    public static readonly ContextKey Key = new(Defaults.Workspace, "coder", "plan");

    /// <summary>Of a version, with all before it.</summary>
    public static ContextView View(int version = 3, params (string Name, int Version)[] checkpoints) => new(
        new ContextState
        {
            Key = Key,
            CurrentVersion = version,
            Versions = version,
            CreatedAt = Given.Now.AddHours(-1),
            UpdatedAt = Given.Now.AddHours(-1),
            Revision = 7,
        },
        new ContextHistory(
            [.. Enumerable.Range(1, version).Select(number => new KeptVersion(number, null, Guid.NewGuid()))],
            checkpoints.ToDictionary(checkpoint => checkpoint.Name, checkpoint => checkpoint.Version, StringComparer.Ordinal)));

    public static WriteContext Write(string data = "{}", int? expected = null) => new()
    {
        MessageId = Guid.NewGuid(),
        SentAt = Given.Now,
        AgentId = Key.AgentId,
        Name = Key.Name,
        Data = JsonSerializer.Deserialize<JsonElement>(data),
        ExpectedVersion = expected,
        ChangeDescription = "why",
        CreatedBy = "alice",
    };

    public static RollbackContext Rollback(int? version = null, string? checkpoint = null, int? expected = null) => new()
    {
        MessageId = Guid.NewGuid(),
        SentAt = Given.Now,
        AgentId = Key.AgentId,
        Name = Key.Name,
        ToVersion = version,
        ToCheckpoint = checkpoint,
        ExpectedVersion = expected,
        CreatedBy = "bob",
    };

    public static NameCheckpoint Name(string checkpoint, int? version = null) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Given.Now, AgentId = Key.AgentId, Name = Key.Name, Checkpoint = checkpoint, Version = version };

    public static RemoveCheckpoint RemoveCheckpoint(string checkpoint) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Given.Now, AgentId = Key.AgentId, Name = Key.Name, Checkpoint = checkpoint };

    public static DeleteContext Delete(int? expected = null) =>
        new() { MessageId = Guid.NewGuid(), SentAt = Given.Now, AgentId = Key.AgentId, Name = Key.Name, ExpectedVersion = expected };
}
