using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Notices;

internal sealed class PostgresNoticeTable(PostgresBatch work) : INoticeTable
{
    public async Task<bool> PutAsync(RegistryNotice notice, bool isUsual, CancellationToken cancellationToken)
    {
        var written = await work.Statement("Notices/Postgres/put.sql")
            .With((short)notice.Topic, NpgsqlDbType.Smallint)
            .With(notice.State)
            .With(notice.Reason)
            .With(notice.Source)
            .With(notice.Timestamp)
            .With(isUsual, NpgsqlDbType.Boolean)
            .ReadAsync(row => row.GetInt16(0), cancellationToken);
        return written.Count > 0;
    }
}

internal sealed class PostgresNoticeReader(NpgsqlDataSource source) : INoticeReader
{
    public async Task<IReadOnlyList<RegistryNotice>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.Statement("Notices/Postgres/read.sql").ReadAsync(
            row => new RegistryNotice
            {
                Topic = (NoticeTopic)row.GetInt16(0),
                State = row.GetString(1),
                Reason = row.GetString(2),
                Source = row.GetString(3),
                Timestamp = row.GetFieldValue<DateTimeOffset>(4),
            },
            cancellationToken);
    }
}
