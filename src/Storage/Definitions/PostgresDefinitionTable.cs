using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Definitions;

internal sealed class PostgresDefinitionTable(PostgresBatch work) : IDefinitionTable
{
    public async Task<DefinitionState?> LockAsync(DefinitionKey key, bool creates, CancellationToken cancellationToken)
    {
        if (creates)
        {
            await Of("reserve", key).RunLaterAsync();
        }

        var states = await Of("lock", key).ReadAsync(State, cancellationToken);
        return states.SingleOrDefault(state => state.CurrentVersion > 0);
    }

    public async Task<IReadOnlyDictionary<string, int>> ReadLabelsAsync(DefinitionKey key, CancellationToken cancellationToken) =>
        (await Of("labels", key).ReadAsync(row => (row.GetString(0), row.GetInt32(1)), cancellationToken)).ToDictionary(StringComparer.Ordinal);

    public async Task<DefinitionContent?> ReadContentAsync(DefinitionKey key, int version, CancellationToken cancellationToken) =>
        (await Of("content", key).With(version, NpgsqlDbType.Integer).ReadAsync(row => DefinitionRows.Content(row.GetString(0)), cancellationToken)).SingleOrDefault();

    public async Task<int?> FindMessageAsync(DefinitionKey key, Guid messageId, CancellationToken cancellationToken) =>
        (await Of("find_message", key).With(messageId, NpgsqlDbType.Uuid).ReadAsync(row => (int?)row.GetInt32(0), cancellationToken)).SingleOrDefault();

    public Task SaveAsync(DefinitionState state, CancellationToken cancellationToken) => Of("save", state.Key)
        .With(state.CurrentVersion, NpgsqlDbType.Integer)
        .With(state.Enabled, NpgsqlDbType.Boolean)
        .With(state.Name)
        .With(state.Type)
        .With(state.Description, NpgsqlDbType.Text)
        .With(state.Searched)
        .With(state.CreatedAt)
        .With(state.UpdatedAt)
        .With(state.Revision)
        .RunLaterAsync();

    public Task AddVersionAsync(StoredDefinitionVersion version, CancellationToken cancellationToken) => Of("add_version", version.Definition)
        .With(version.Version.Version, NpgsqlDbType.Integer)
        .With(version.MessageId, NpgsqlDbType.Uuid)
        .With(DefinitionRows.Text(version.Content), NpgsqlDbType.Json)
        .With(version.Version.ChangeDescription, NpgsqlDbType.Text)
        .With(version.Version.CreatedBy, NpgsqlDbType.Text)
        .With(version.Version.CreatedAt)
        .With(version.Version.RestoredFrom, NpgsqlDbType.Integer)
        .RunLaterAsync();

    public Task SaveLabelAsync(DefinitionKey key, string label, int version, CancellationToken cancellationToken) =>
        Of("save_label", key).With(label).With(version, NpgsqlDbType.Integer).RunLaterAsync();

    public Task RemoveLabelAsync(DefinitionKey key, string label, CancellationToken cancellationToken) => Of("remove_label", key).With(label).RunLaterAsync();

    public Task DeleteAsync(DefinitionKey key, CancellationToken cancellationToken) => Of("delete", key).RunLaterAsync();

    private PostgresStatement Of(string name, DefinitionKey key) => work.Statement($"Definitions/Postgres/{name}.sql").With(key.Workspace).With(key.Slug);

    private static DefinitionState State(NpgsqlDataReader row) => new()
    {
        Key = new(row.GetString(0), row.GetString(1)),
        CurrentVersion = row.GetInt32(2),
        Enabled = row.GetBoolean(3),
        Name = row.GetString(4),
        Type = row.GetString(5),
        Description = row.Nullable<string>(6),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(7),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(8),
        Revision = row.GetInt64(9),
        Searched = row.GetString(10),
    };
}
