using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Notices;

internal sealed class SqliteNoticeTable(SqliteConnection connection) : INoticeTable
{
    public Task<bool> PutAsync(RegistryNotice notice, bool isUsual, CancellationToken cancellationToken)
    {
        var written = connection.Statement("Notices/Sqlite/put.sql")
            .With("$topic", (int)notice.Topic)
            .With("$state", notice.State)
            .With("$reason", notice.Reason)
            .With("$source", notice.Source)
            .With("$since", notice.Timestamp)
            .With("$is_usual", isUsual)
            .Read(row => row.GetInt64(0));
        return Task.FromResult(written.Count > 0);
    }
}

internal sealed class SqliteNoticeReader(SqliteDatabase database) : INoticeReader
{
    public Task<IReadOnlyList<RegistryNotice>> ReadAsync(CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult<IReadOnlyList<RegistryNotice>>(connection
            .Sql("select topic, state, reason, source, since from notice order by topic")
            .Read(row => new RegistryNotice
            {
                Topic = (NoticeTopic)row.GetInt32(0),
                State = row.GetString(1),
                Reason = row.GetString(2),
                Source = row.GetString(3),
                Timestamp = row.Time(4).GetValueOrDefault(),
            }));
    }
}
