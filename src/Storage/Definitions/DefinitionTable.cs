using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Definitions;

internal sealed class DefinitionTable(ModelTransaction transaction) : IDefinitionTable
{
    private readonly Dictionary<DefinitionKey, DefinitionRow> _locked = [];

    public static DefinitionContent Content(string text) =>
        JsonSerializer.Deserialize<DefinitionContent>(text, WireJson.Options) ?? throw new InvalidOperationException("A version of a definition is empty.");

    public async Task<DefinitionState?> LockAsync(DefinitionKey key, bool creates, CancellationToken cancellationToken) =>
        await LockRowAsync(key, creates, cancellationToken) is { CurrentVersion: > 0 } row ? State(row) : null;

    public async Task<IReadOnlyDictionary<string, int>> ReadLabelsAsync(DefinitionKey key, CancellationToken cancellationToken) =>
        await (await transaction.ReadyAsync(cancellationToken)).Labels
            .Where(row => row.Workspace == key.Workspace && row.Slug == key.Slug)
            .ToDictionaryAsync(row => row.Label, row => row.Version, StringComparer.Ordinal, cancellationToken);

    public async Task<DefinitionContent?> ReadContentAsync(DefinitionKey key, int version, CancellationToken cancellationToken) =>
        await (await transaction.ReadyAsync(cancellationToken)).DefinitionVersions
            .Where(row => row.Workspace == key.Workspace && row.Slug == key.Slug && row.Version == version)
            .Select(row => row.Content)
            .SingleOrDefaultAsync(cancellationToken) is { } text ? Content(text) : null;

    public async Task<int?> FindMessageAsync(DefinitionKey key, Guid messageId, CancellationToken cancellationToken) =>
        await (await transaction.ReadyAsync(cancellationToken)).DefinitionVersions
            .Where(row => row.Workspace == key.Workspace && row.Slug == key.Slug && row.MessageId == messageId)
            .Select(row => (int?)row.Version)
            .SingleOrDefaultAsync(cancellationToken);

    public async Task SaveAsync(DefinitionState state, CancellationToken cancellationToken)
    {
        // A new definition is reserved before its version, which refers to it as it refers to its version.
        var row = _locked.GetValueOrDefault(state.Key) ?? await LockRowAsync(state.Key, creates: true, cancellationToken)
            ?? throw new InvalidOperationException($"Definition '{state.Key.Slug}' could not be reserved.");
        row.CurrentVersion = state.CurrentVersion;
        row.Enabled = state.Enabled;
        row.Name = state.Name;
        row.Type = state.Type;
        row.Description = state.Description;
        row.Searched = state.Searched;
        row.CreatedAt = state.CreatedAt;
        row.UpdatedAt = state.UpdatedAt;
        row.Revision = state.Revision;
    }

    public Task AddVersionAsync(StoredDefinitionVersion version, CancellationToken cancellationToken)
    {
        transaction.Changes.Add(new DefinitionVersionRow
        {
            Workspace = version.Definition.Workspace,
            Slug = version.Definition.Slug,
            Version = version.Version.Version,
            MessageId = version.MessageId,
            ChangeDescription = version.Version.ChangeDescription,
            CreatedBy = version.Version.CreatedBy,
            CreatedAt = version.Version.CreatedAt,
            RestoredFrom = version.Version.RestoredFrom,
            Content = JsonSerializer.Serialize(version.Content, WireJson.Options),
        });
        return Task.CompletedTask;
    }

    public async Task SaveLabelAsync(DefinitionKey key, string label, int version, CancellationToken cancellationToken)
    {
        var context = await transaction.ReadyAsync(cancellationToken);
        var saved = await context.Labels.AsTracking()
            .SingleOrDefaultAsync(row => row.Workspace == key.Workspace && row.Slug == key.Slug && row.Label == label, cancellationToken)
            ?? context.Add(new DefinitionLabelRow { Workspace = key.Workspace, Slug = key.Slug, Label = label }).Entity;
        saved.Version = version;
    }

    public async Task RemoveLabelAsync(DefinitionKey key, string label, CancellationToken cancellationToken) =>
        await (await transaction.ReadyAsync(cancellationToken)).Labels
            .Where(row => row.Workspace == key.Workspace && row.Slug == key.Slug && row.Label == label)
            .ExecuteDeleteAsync(cancellationToken);

    public async Task DeleteAsync(DefinitionKey key, CancellationToken cancellationToken)
    {
        // Versions and labels go with their definition: fk_definition_version_definition, fk_definition_label_definition.
        var context = await transaction.ReadyAsync(cancellationToken);
        await context.Definitions.Where(row => row.Workspace == key.Workspace && row.Slug == key.Slug).ExecuteDeleteAsync(cancellationToken);
        if (_locked.Remove(key, out var locked))
        {
            context.Entry(locked).State = EntityState.Detached;
        }
    }

    private async Task<DefinitionRow?> LockRowAsync(DefinitionKey key, bool creates, CancellationToken cancellationToken)
    {
        var context = await transaction.ReadyAsync(cancellationToken);
        string[][] keys = [[key.Workspace, key.Slug]];
        if (creates)
        {
            await context.ReserveAsync<DefinitionRow>(keys, cancellationToken);
        }

        var row = (await context.Rows<DefinitionRow>(keys, locked: true).AsTracking().ToListAsync(cancellationToken)).SingleOrDefault();
        if (row is not null)
        {
            _locked[key] = row;
        }

        return row;
    }

    private static DefinitionState State(DefinitionRow row) => new()
    {
        Key = new(row.Workspace, row.Slug),
        CurrentVersion = row.CurrentVersion,
        Enabled = row.Enabled,
        Name = row.Name,
        Type = row.Type,
        Description = row.Description,
        Searched = row.Searched,
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        Revision = row.Revision,
    };
}
