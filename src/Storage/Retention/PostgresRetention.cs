using AgentRegistry.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Retention;

internal sealed class PostgresRetention(NpgsqlDataSource source) : IRetention
{
    public async Task<int> DeleteAsync(RetainedTable table, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var deleted = await connection.Statement($"Retention/Postgres/{table.ToString().ToLowerInvariant()}.sql")
            .With(before)
            .With(most, NpgsqlDbType.Integer)
            .ReadAsync(row => row.GetInt64(0), cancellationToken);
        return (int)deleted[0];
    }
}
