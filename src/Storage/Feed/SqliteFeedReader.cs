using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Feed;

internal sealed class SqliteFeedReader(SqliteDatabase database, TimeProvider time) : IFeedReader
{
    public Task<long> HeadAsync(CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult(connection.Sql("select revision from feed_head").Read(row => row.GetInt64(0))[0]);
    }

    public Task<IReadOnlyList<FeedEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult<IReadOnlyList<FeedEntry>>(connection.Sql(FeedColumns.Entry.In("Feed/Sqlite/read.sql"))
            .With("$after", after)
            .With("$limit", limit)
            .Read(FeedColumns.Read));
    }

    public Task<long> PositionAsync(string cursor, CancellationToken cancellationToken) => Task.FromResult(Position(cursor));

    /// <summary>The file belongs to one process: when that is frozen, there is none to go on.</summary>
    public async Task<int> DeliverAsync(string cursor, int limit, TimeSpan atMost, FeedDelivery deliver, CancellationToken cancellationToken)
    {
        var turn = database.DeliveryTurn(cursor);
        await turn.WaitAsync(cancellationToken);
        try
        {
            var replays = Replays(cursor, limit);
            var entries = replays.Count > 0 ? replays : await ReadAsync(Position(cursor), limit, cancellationToken);
            if (entries.Count > 0)
            {
                var stuck = await deliver(entries, cancellationToken);
                await DoneAsync(cursor, entries, stuck, areReplays: replays.Count > 0, cancellationToken);
            }

            return entries.Count;
        }
        finally
        {
            turn.Release();
        }
    }

    private long Position(string cursor)
    {
        using var connection = database.OpenReader();
        return connection.Sql("select revision from feed_cursor where name = $name").With("$name", cursor)
            .Read(row => row.GetInt64(0))
            .SingleOrDefault();
    }

    private List<FeedEntry> Replays(string cursor, int limit)
    {
        using var connection = database.OpenReader();
        return connection.Sql(FeedColumns.Entry.In("Feed/Sqlite/replays.sql")).With("$delivery", cursor).With("$limit", limit).Read(FeedColumns.Read);
    }

    /// <summary>The cursor moves, or what was stuck no longer is; what could not be delivered is put aside. All of it or nothing.</summary>
    private async Task DoneAsync(
        string cursor, IReadOnlyList<FeedEntry> entries, IReadOnlyList<Undeliverable> stuck, bool areReplays, CancellationToken cancellationToken)
    {
        var connection = await database.TakeTurnAsync(cancellationToken);
        try
        {
            using var transaction = new SqliteWriteTransaction(connection);
            if (areReplays)
            {
                Remove(connection, cursor, entries.Except(stuck.Select(one => one.Entry)).Select(entry => entry.Revision));
            }
            else
            {
                connection.Sql("insert into feed_cursor (name, revision) values ($name, $revision) on conflict (name) do update set revision = excluded.revision")
                    .With("$name", cursor)
                    .With("$revision", entries[^1].Revision)
                    .Run();
            }

            var now = time.GetUtcNow();
            FeedColumns.DeadLetters.Insert(connection, [.. stuck.Select(one => (cursor, one, now))], FeedColumns.TriedAgain);
            transaction.Commit();
        }
        finally
        {
            database.EndTurn();
        }
    }

    /// <summary>Forgets what was delivered after all.</summary>
    private static void Remove(SqliteConnection connection, string delivery, IEnumerable<long> revisions)
    {
        foreach (var revision in revisions)
        {
            connection.Sql("delete from stuck where delivery = $delivery and revision = $revision")
                .With("$delivery", delivery).With("$revision", revision).Run();
        }
    }
}
