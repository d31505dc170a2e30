using System.Globalization;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Feed;

internal sealed class PostgresFeedReader(NpgsqlDataSource source, TimeProvider time) : IFeedReader
{
    public async Task<long> HeadAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select revision from feed.head");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task<IReadOnlyList<FeedEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await ReadAsync(new PostgresBatch(connection), after, limit, cancellationToken);
    }

    public async Task<long> PositionAsync(string cursor, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return (await connection.Statement("Feed/Postgres/position.sql").With(cursor).ReadAsync(row => row.GetInt64(0), cancellationToken))
            .SingleOrDefault();
    }

    public async Task<int> DeliverAsync(string cursor, int limit, TimeSpan atMost, FeedDelivery deliver, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var work = new PostgresBatch(connection);
        work.Begin();
        work.Statement("Feed/Postgres/idle.sql").With(((int)atMost.TotalMilliseconds).ToString(CultureInfo.InvariantCulture))
            .ReadLater(row => row.GetString(0));
        var position = work.Statement("Feed/Postgres/lock_cursor.sql").With(cursor).ReadLater(row => row.GetInt64(0));
        var replays = work.Sql(FeedColumns.Entry.In("Feed/Postgres/replays.sql")).With(cursor).With(limit, NpgsqlDbType.Integer).ReadLater(FeedColumns.Read);
        await work.RunAsync(cancellationToken);
        if (position.Count == 0)
        {
            // Either another process delivers, or nobody ever has.
            await work.Statement("Feed/Postgres/add_cursor.sql").With(cursor).RunLaterAsync();
            await work.CommitAsync(cancellationToken);
            return 0;
        }

        var entries = replays.Count > 0 ? replays : await ReadAsync(work, position[0], limit, cancellationToken);
        if (entries.Count > 0)
        {
            var stuck = await deliver(entries, cancellationToken);
            if (replays.Count > 0)
            {
                var delivered = replays.Except(stuck.Select(one => one.Entry)).Select(entry => entry.Revision).ToList();
                await work.Statement("Feed/Postgres/remove_dead_letters.sql").With(cursor).Longs(delivered, revision => revision).RunLaterAsync();
            }
            else
            {
                await work.Statement("Feed/Postgres/move_cursor.sql").With(cursor).With(entries[^1].Revision).RunLaterAsync();
            }

            var now = time.GetUtcNow();
            await FeedColumns.DeadLetters.InsertLaterAsync(work, [.. stuck.Select(one => (cursor, one, now))], FeedColumns.TriedAgain);
        }

        await work.CommitAsync(cancellationToken);
        return entries.Count;
    }

    private static Task<IReadOnlyList<FeedEntry>> ReadAsync(PostgresBatch work, long after, int limit, CancellationToken cancellationToken) =>
        work.Sql(FeedColumns.Entry.In("Feed/Postgres/read.sql")).With(after).With(limit, NpgsqlDbType.Integer).ReadAsync(FeedColumns.Read, cancellationToken);
}
