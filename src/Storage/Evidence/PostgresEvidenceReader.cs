using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Evidence;

internal sealed class PostgresEvidenceReader(NpgsqlDataSource source) : IEvidenceReader
{
    public async Task<IReadOnlyList<EvidenceRow>> ReadAsync(long after, long upTo, int most, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.Statement("Evidence/Postgres/read.sql").With(after).With(upTo).With(most, NpgsqlDbType.Integer).ReadAsync(
            row => new EvidenceRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetInt64(4)),
            cancellationToken);
    }
}
