using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Instances;

/// <summary>SQLite takes one writer at a time: whoever has the turn holds every row and every room.</summary>
internal sealed class SqliteInstanceTable(SqliteConnection connection) : IInstanceTable
{
    public Task<int> LockRoomAsync(string workspace, CancellationToken cancellationToken) => Task.FromResult(
        connection.Sql("select count(*) from instance where workspace = $workspace").With("$workspace", workspace).Read(row => row.GetInt32(0)).Single());

    public Task<int> CountAsync(DefinitionKey definition, CancellationToken cancellationToken) => Task.FromResult(
        connection.Sql("select count(*) from instance where workspace = $workspace and slug = $slug")
            .With("$workspace", definition.Workspace).With("$slug", definition.Slug).Read(row => row.GetInt32(0)).Single());

    public Task<InstanceState?> LockAsync(InstanceKey key, CancellationToken cancellationToken) => Task.FromResult(
        connection.Statement("Instances/Sqlite/lock.sql").With("$workspace", key.Workspace).With("$id", key.Id).Read(State).SingleOrDefault());

    public Task SaveAsync(InstanceState state, CancellationToken cancellationToken)
    {
        connection.Statement("Instances/Sqlite/save.sql")
            .With("$workspace", state.Key.Workspace)
            .With("$id", state.Key.Id)
            .With("$slug", state.Definition)
            .With("$version", state.Version)
            .With("$project", state.Project)
            .With("$name", state.Name)
            .With("$configuration", state.Configuration)
            .With("$last_error", state.LastError?.Message)
            .With("$last_error_at", state.LastError?.At)
            .With("$created_at", state.CreatedAt)
            .With("$updated_at", state.UpdatedAt)
            .With("$revision", state.Revision)
            .Run();
        return Task.CompletedTask;
    }

    public Task DeleteAsync(IReadOnlyCollection<string> agentIds, CancellationToken cancellationToken)
    {
        using var command = connection.Sql("delete from instance where id = $id");
        foreach (var id in agentIds)
        {
            command.With("$id", id).ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    private static InstanceState State(SqliteDataReader row) => new()
    {
        Key = new(row.GetString(0), row.GetString(1)),
        Definition = row.GetString(2),
        Version = row.GetInt32(3),
        Project = row.GetString(4),
        Name = row.GetString(5),
        Configuration = row.GetString(6),
        LastError = InstanceRows.Error(row.Text(7), row.Time(8)),
        CreatedAt = row.Time(9).GetValueOrDefault(),
        UpdatedAt = row.Time(10).GetValueOrDefault(),
        Revision = row.GetInt64(11),
    };
}
