using AgentRegistry.Contracts;
using AgentRegistry.Storage.Contexts;
using Xunit;

namespace AgentRegistry.Storage.Tests.Contexts;

/// <summary>Contexts of a workspace that no other test has, in few words.</summary>
internal sealed class GivenContexts(TestTables tables)
{
    public string Workspace { get; } = $"workspace-{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ContextState State(string name, int version = 1, string agent = "coder") => new()
    {
        Key = new(Workspace, agent, name),
        CurrentVersion = version,
        Versions = version,
        CreatedAt = Given.Now,
        UpdatedAt = Given.Now,
        Revision = 1,
    };

    public static StoredVersion Version(ContextKey key, int number, string? data = null) => new(
        key,
        new ContextVersion { Version = number, CreatedAt = Given.Now.AddSeconds(number) },
        Guid.NewGuid(),
        data ?? $$"""{"n":{{number}}}""",
        CopyOf: null);

    /// <summary>A context with versions 1 to its current one.</summary>
    public Task WriteAsync(ContextState state, params StoredCheckpoint[] checkpoints) => tables.Store.CommitAsync(async transaction =>
    {
        await transaction.Contexts.SaveAsync([state], Token);
        await transaction.Contexts.AddVersionsAsync([.. Enumerable.Range(1, state.CurrentVersion).Select(number => Version(state.Key, number))], Token);
        await transaction.Contexts.SaveCheckpointsAsync(checkpoints, Token);
    });

    public async Task<string?> DataAsync(ContextKey key, int? version = null, string? checkpoint = null) =>
        (await tables.Store.Contexts.FindAsync(key, version, checkpoint, Token))?.Data?.GetRawText();
}
