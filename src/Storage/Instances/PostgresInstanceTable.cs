using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Instances;

internal sealed class PostgresInstanceTable(PostgresBatch work) : IInstanceTable
{
    public async Task<int> LockRoomAsync(string workspace, CancellationToken cancellationToken)
    {
        await work.Statement("Instances/Postgres/make_room.sql").With(workspace).RunLaterAsync();
        await work.Statement("Instances/Postgres/lock_room.sql").With(workspace).ReadAsync(row => row.GetString(0), cancellationToken);

        // A statement of its own: it sees what was committed while this one waited for the room.
        return (await work.Statement("Instances/Postgres/count.sql").With(workspace).ReadAsync(row => row.GetInt32(0), cancellationToken)).Single();
    }

    public async Task<int> CountAsync(DefinitionKey definition, CancellationToken cancellationToken) =>
        (await work.Statement("Instances/Postgres/count_of_definition.sql").With(definition.Workspace).With(definition.Slug)
            .ReadAsync(row => row.GetInt32(0), cancellationToken)).Single();

    public async Task<InstanceState?> LockAsync(InstanceKey key, CancellationToken cancellationToken) =>
        (await work.Statement("Instances/Postgres/lock.sql").With(key.Workspace).With(key.Id).ReadAsync(State, cancellationToken)).SingleOrDefault();

    public Task SaveAsync(InstanceState state, CancellationToken cancellationToken) => work.Statement("Instances/Postgres/save.sql")
        .With(state.Key.Workspace)
        .With(state.Key.Id)
        .With(state.Definition)
        .With(state.Version, NpgsqlDbType.Integer)
        .With(state.Project)
        .With(state.Name)
        .With(state.Configuration, NpgsqlDbType.Json)
        .With(state.LastError?.Message, NpgsqlDbType.Text)
        .With(state.LastError?.At.ToUniversalTime(), NpgsqlDbType.TimestampTz)
        .With(state.CreatedAt)
        .With(state.UpdatedAt)
        .With(state.Revision)
        .RunLaterAsync();

    public async Task DeleteAsync(IReadOnlyCollection<string> agentIds, CancellationToken cancellationToken)
    {
        if (agentIds.Count > 0)
        {
            await work.Statement("Instances/Postgres/delete.sql").Texts(agentIds, id => id).RunLaterAsync();
        }
    }

    private static InstanceState State(NpgsqlDataReader row) => new()
    {
        Key = new(row.GetString(0), row.GetString(1)),
        Definition = row.GetString(2),
        Version = row.GetInt32(3),
        Project = row.GetString(4),
        Name = row.GetString(5),
        Configuration = row.GetString(6),
        LastError = InstanceRows.Error(row.Nullable<string>(7), row.Time(8)),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(9),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(10),
        Revision = row.GetInt64(11),
    };
}
