using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Definitions;
using Xunit;

namespace AgentRegistry.Storage.Tests.Definitions;

/// <summary>Definitions of a workspace that no other test has, in few words.</summary>
internal sealed class GivenDefinitions(TestTables tables)
{
    public string Workspace { get; } = $"workspace-{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static DefinitionContent Content(string name) => new() { Name = name };

    public static string Text(DefinitionContent content) => JsonSerializer.Serialize(content, WireJson.Options);

    public static Guid MessageOf(int version) => new(version, 0, 0, new byte[8]);

    public DefinitionState State(string slug, int version) => new()
    {
        Key = new(Workspace, slug),
        CurrentVersion = version,
        CreatedAt = Given.Now,
        UpdatedAt = Given.Now,
        Revision = 1,
    };

    public StoredDefinitionVersion Version(string slug, int number, DefinitionContent? content = null) => new(
        new(Workspace, slug),
        new DefinitionVersion { Version = number, CreatedAt = Given.Now.AddSeconds(number) },
        MessageOf(number),
        content ?? Content($"v{number}"));

    /// <summary>A definition with versions 1 to its current one.</summary>
    public async Task<DefinitionState> SaveAsync(string slug, int version, DefinitionContent? content = null, bool enabled = true)
    {
        var state = State(slug, version).Showing(content ?? Content($"v{version}")) with { Enabled = enabled };
        await tables.Store.CommitAsync(async transaction =>
        {
            await transaction.Definitions.LockAsync(state.Key, creates: true, Token);
            await transaction.Definitions.SaveAsync(state, Token);
            for (var number = 1; number <= version; number++)
            {
                await transaction.Definitions.AddVersionAsync(Version(slug, number, content), Token);
            }
        });
        return state;
    }
}
