using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Definitions;

/// <summary>SQLite takes one writer at a time: whoever has the turn holds every row.</summary>
internal sealed class SqliteDefinitionTable(SqliteConnection connection) : IDefinitionTable
{
    private const string WhichDefinition = "where workspace = $workspace and slug = $slug";

    public Task<DefinitionState?> LockAsync(DefinitionKey key, bool creates, CancellationToken cancellationToken) =>
        Task.FromResult(Of(connection.Statement("Definitions/Sqlite/lock.sql"), key).Read(State).SingleOrDefault());

    public Task<IReadOnlyDictionary<string, int>> ReadLabelsAsync(DefinitionKey key, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, int>>(
            Of(connection.Sql($"select label, version from definition_label {WhichDefinition}"), key)
                .Read(row => (row.GetString(0), row.GetInt32(1))).ToDictionary(StringComparer.Ordinal));

    public Task<DefinitionContent?> ReadContentAsync(DefinitionKey key, int version, CancellationToken cancellationToken) => Task.FromResult(
        Of(connection.Sql($"select content from definition_version {WhichDefinition} and version = $version"), key).With("$version", version)
            .Read(row => DefinitionRows.Content(row.GetString(0))).SingleOrDefault());

    public Task<int?> FindMessageAsync(DefinitionKey key, Guid messageId, CancellationToken cancellationToken) => Task.FromResult(
        Of(connection.Sql($"select version from definition_version {WhichDefinition} and message_id = $message_id"), key).With("$message_id", messageId)
            .Read(row => (int?)row.GetInt32(0)).SingleOrDefault());

    public Task SaveAsync(DefinitionState state, CancellationToken cancellationToken)
    {
        Of(connection.Statement("Definitions/Sqlite/save.sql"), state.Key)
            .With("$current_version", state.CurrentVersion)
            .With("$enabled", state.Enabled)
            .With("$name", state.Name)
            .With("$type", state.Type)
            .With("$description", state.Description)
            .With("$searched", state.Searched)
            .With("$created_at", state.CreatedAt)
            .With("$updated_at", state.UpdatedAt)
            .With("$revision", state.Revision)
            .Run();
        return Task.CompletedTask;
    }

    public Task AddVersionAsync(StoredDefinitionVersion version, CancellationToken cancellationToken)
    {
        Of(connection.Statement("Definitions/Sqlite/add_version.sql"), version.Definition)
            .With("$version", version.Version.Version)
            .With("$message_id", version.MessageId)
            .With("$content", DefinitionRows.Text(version.Content))
            .With("$change_description", version.Version.ChangeDescription)
            .With("$created_by", version.Version.CreatedBy)
            .With("$created_at", version.Version.CreatedAt)
            .With("$restored_from", version.Version.RestoredFrom)
            .Run();
        return Task.CompletedTask;
    }

    public Task SaveLabelAsync(DefinitionKey key, string label, int version, CancellationToken cancellationToken)
    {
        Of(connection.Statement("Definitions/Sqlite/save_label.sql"), key).With("$label", label).With("$version", version).Run();
        return Task.CompletedTask;
    }

    public Task RemoveLabelAsync(DefinitionKey key, string label, CancellationToken cancellationToken)
    {
        Of(connection.Sql($"delete from definition_label {WhichDefinition} and label = $label"), key).With("$label", label).Run();
        return Task.CompletedTask;
    }

    public Task DeleteAsync(DefinitionKey key, CancellationToken cancellationToken)
    {
        Of(connection.Sql($"delete from definition {WhichDefinition}"), key).Run();
        return Task.CompletedTask;
    }

    private static SqliteCommand Of(SqliteCommand command, DefinitionKey key) => command.With("$workspace", key.Workspace).With("$slug", key.Slug);

    private static DefinitionState State(SqliteDataReader row) => new()
    {
        Key = new(row.GetString(0), row.GetString(1)),
        CurrentVersion = row.GetInt32(2),
        Enabled = row.GetBoolean(3),
        Name = row.GetString(4),
        Type = row.GetString(5),
        Description = row.Text(6),
        CreatedAt = row.Time(7).GetValueOrDefault(),
        UpdatedAt = row.Time(8).GetValueOrDefault(),
        Revision = row.GetInt64(9),
        Searched = row.GetString(10),
    };
}
