using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Instances;

internal sealed class PostgresInstanceReader(NpgsqlDataSource source) : IInstanceReader
{
    public async Task<AgentInstance?> FindAsync(InstanceKey key, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return (await connection.Statement("Instances/Postgres/find.sql").With(key.Workspace).With(key.Id).ReadAsync(Instance, cancellationToken)).SingleOrDefault();
    }

    public async Task<InstancePage> ListAsync(ListInstances query, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var instances = await connection.Statement("Instances/Postgres/list.sql")
            .With(query.Workspace)
            .With(InstanceRows.Start(query))
            .With(query.Project, NpgsqlDbType.Text)
            .With(query.Definition, NpgsqlDbType.Text)
            .With(query.Status is { } status ? WireWords<AgentStatus>.Of(status) : null, NpgsqlDbType.Text)
            .With(query.Limit + 1, NpgsqlDbType.Integer)
            .ReadAsync(Instance, cancellationToken);
        return InstanceRows.Page(instances, query.Limit);
    }

    private static AgentInstance Instance(NpgsqlDataReader row) => new()
    {
        Workspace = row.GetString(0),
        InstanceId = row.GetString(1),
        Definition = row.GetString(2),
        DefinitionVersion = row.GetInt32(3),
        Project = row.GetString(4),
        Name = row.GetString(5),
        Configuration = InstanceRows.Configuration(row.GetString(6)),
        LastError = InstanceRows.Error(row.Nullable<string>(7), row.Time(8)),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(9),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(10),
        Revision = row.GetInt64(11),
        Status = WireWords<AgentStatus>.Read(row.GetString(12)),
        LastHeartbeat = row.Time(13),
    };
}
