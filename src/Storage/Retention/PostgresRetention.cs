using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Retention;

internal sealed class PostgresRetention(NpgsqlDataSource source) : IRetention
{
    /// <summary>Makes this week and the next two.</summary>
    public async Task MakeRoomAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await connection.Statement("Retention/Postgres/make_room.sql").With(now).RunAsync(cancellationToken);
    }

    public async Task<long> DeleteAsync(RetainedTable table, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var dropped = table == RetainedTable.Activities
            ? await connection.Statement("Retention/Postgres/drop_weeks.sql").With(before).ReadAsync(row => row.GetInt64(0), cancellationToken)
            : [];
        var deleted = await connection.Statement($"Retention/Postgres/{table.ToString().ToLowerInvariant()}.sql")
            .With(before)
            .With(most, NpgsqlDbType.Integer)
            .ReadAsync(row => row.GetInt64(0), cancellationToken);
        return dropped.Sum() + deleted[0];
    }
}
