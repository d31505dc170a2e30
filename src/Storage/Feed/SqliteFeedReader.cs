using AgentRegistry.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Feed;

internal sealed class SqliteFeedReader(SqliteDatabase database) : IFeedReader
{
    public Task<long> HeadAsync(CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult(connection.Sql("select revision from feed_head").Read(row => row.GetInt64(0))[0]);
    }

    public Task<IReadOnlyList<FeedEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult<IReadOnlyList<FeedEntry>>(connection.Statement("Feed/Sqlite/read.sql")
            .With("$after", after)
            .With("$limit", limit)
            .Read(Entry));
    }

    public Task<long> PositionAsync(string cursor, CancellationToken cancellationToken) => Task.FromResult(Position(cursor));

    public async Task<int> DeliverAsync(string cursor, int limit, FeedDelivery deliver, CancellationToken cancellationToken)
    {
        await database.DeliveryTurn.WaitAsync(cancellationToken);
        try
        {
            var entries = await ReadAsync(Position(cursor), limit, cancellationToken);
            if (entries.Count > 0)
            {
                await deliver(entries, cancellationToken);
                await MoveAsync(cursor, entries[^1].Revision, cancellationToken);
            }

            return entries.Count;
        }
        finally
        {
            database.DeliveryTurn.Release();
        }
    }

    private long Position(string cursor)
    {
        using var connection = database.OpenReader();
        return connection.Sql("select revision from feed_cursor where name = $name").With("$name", cursor)
            .Read(row => row.GetInt64(0))
            .SingleOrDefault();
    }

    private async Task MoveAsync(string cursor, long revision, CancellationToken cancellationToken)
    {
        var connection = await database.TakeTurnAsync(cancellationToken);
        try
        {
            connection.Sql("insert into feed_cursor (name, revision) values ($name, $revision) on conflict (name) do update set revision = excluded.revision")
                .With("$name", cursor)
                .With("$revision", revision)
                .Run();
        }
        finally
        {
            database.EndTurn();
        }
    }

    private static FeedEntry Entry(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetGuid(1),
        (FeedKind)row.GetInt32(2),
        row.GetString(3),
        row.GetString(4),
        row.Time(5).GetValueOrDefault(),
        row.GetString(6));
}
