using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Instances;

internal sealed class SqliteInstanceReader(SqliteDatabase database) : IInstanceReader
{
    public Task<AgentInstance?> FindAsync(InstanceKey key, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult(
            connection.Statement("Instances/Sqlite/find.sql").With("$workspace", key.Workspace).With("$id", key.Id).Read(Instance).SingleOrDefault());
    }

    public Task<InstancePage> ListAsync(ListInstances query, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var instances = connection.Statement("Instances/Sqlite/list.sql")
            .With("$workspace", query.Workspace)
            .With("$cursor", InstanceRows.Start(query))
            .With("$project", query.Project)
            .With("$slug", query.Definition)
            .With("$status", query.Status is { } status ? WireWords<AgentStatus>.Of(status) : null)
            .With("$limit", query.Limit + 1)
            .Read(Instance);
        return Task.FromResult(InstanceRows.Page(instances, query.Limit));
    }

    private static AgentInstance Instance(SqliteDataReader row) => new()
    {
        Workspace = row.GetString(0),
        InstanceId = row.GetString(1),
        Definition = row.GetString(2),
        DefinitionVersion = row.GetInt32(3),
        Project = row.GetString(4),
        Name = row.GetString(5),
        Configuration = InstanceRows.Configuration(row.GetString(6)),
        LastError = InstanceRows.Error(row.Text(7), row.Time(8)),
        CreatedAt = row.Time(9).GetValueOrDefault(),
        UpdatedAt = row.Time(10).GetValueOrDefault(),
        Revision = row.GetInt64(11),
        Status = WireWords<AgentStatus>.Read(row.GetString(12)),
        LastHeartbeat = row.Time(13),
    };
}
