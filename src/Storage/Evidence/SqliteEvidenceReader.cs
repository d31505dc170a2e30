using AgentRegistry.Storage.Sql;

namespace AgentRegistry.Storage.Evidence;

internal sealed class SqliteEvidenceReader(SqliteDatabase database) : IEvidenceReader
{
    public Task<IReadOnlyList<EvidenceRow>> ReadAsync(long after, long upTo, int most, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult<IReadOnlyList<EvidenceRow>>(connection.Statement("Evidence/Sqlite/read.sql")
            .With("$after", after).With("$up_to", upTo).With("$most", most)
            .Read(row => new EvidenceRow(row.GetString(0), row.GetString(1), row.GetString(2), row.Time(3).GetValueOrDefault(), row.GetInt64(4))));
    }
}
