using System.Globalization;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Feed;

internal sealed class PostgresFeedReader(NpgsqlDataSource source) : IFeedReader
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
        var replays = work.Statement("Feed/Postgres/replays.sql").With(cursor).With(limit, NpgsqlDbType.Integer).ReadLater(Entry);
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

            await AddLaterAsync(work, cursor, stuck);
        }

        await work.CommitAsync(cancellationToken);
        return entries.Count;
    }

    /// <summary>Keeps what a delivery gave up on.</summary>
    private static Task AddLaterAsync(PostgresBatch work, string delivery, IReadOnlyList<Undeliverable> stuck) =>
        stuck.Count == 0
            ? Task.CompletedTask
            : work.Statement("Feed/Postgres/add_dead_letters.sql")
                .With(delivery)
                .Longs(stuck, one => one.Entry.Revision)
                .Column(stuck, NpgsqlDbType.Uuid, one => one.Entry.EventId)
                .Column(stuck, NpgsqlDbType.Smallint, one => (short)one.Entry.Kind)
                .Texts(stuck, one => one.Entry.AgentId)
                .Texts(stuck, one => one.Entry.Workspace)
                .Times(stuck, one => one.Entry.RecordedAt)
                .Texts(stuck, one => one.Entry.Body)
                .Texts(stuck, one => one.Reason)
                .RunLaterAsync();

    private static FeedEntry Entry(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetGuid(1),
        (FeedKind)row.GetInt16(2),
        row.GetString(3),
        row.GetString(4),
        row.GetFieldValue<DateTimeOffset>(5),
        row.GetString(6));

    private static Task<IReadOnlyList<FeedEntry>> ReadAsync(PostgresBatch work, long after, int limit, CancellationToken cancellationToken) =>
        work.Statement("Feed/Postgres/read.sql").With(after).With(limit, NpgsqlDbType.Integer).ReadAsync(Entry, cancellationToken);
}
