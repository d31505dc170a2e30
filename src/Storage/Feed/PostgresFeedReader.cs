using System.Globalization;
using AgentRegistry.Storage.Postgres;
using AgentRegistry.Storage.Stuck;
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
        return await ReadAsync(connection, after, limit, cancellationToken);
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
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.Statement("Feed/Postgres/idle.sql").With(((int)atMost.TotalMilliseconds).ToString(CultureInfo.InvariantCulture))
            .RunAsync(cancellationToken);
        var position = await connection.Statement("Feed/Postgres/lock_cursor.sql").With(cursor)
            .ReadAsync(row => row.GetInt64(0), cancellationToken);
        if (position.Count == 0)
        {
            // Either another process delivers, or nobody ever has.
            await connection.Statement("Feed/Postgres/add_cursor.sql").With(cursor).RunAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return 0;
        }

        var replays = await PostgresStuckEntries.ReplaysAsync(connection, cursor, limit, cancellationToken);
        var entries = replays.Count > 0 ? replays : await ReadAsync(connection, position[0], limit, cancellationToken);
        if (entries.Count > 0)
        {
            var stuck = await deliver(entries, cancellationToken);
            if (replays.Count > 0)
            {
                var delivered = replays.Except(stuck.Select(one => one.Entry)).Select(entry => entry.Revision).ToList();
                await PostgresStuckEntries.RemoveAsync(connection, cursor, delivered, cancellationToken);
            }
            else
            {
                await connection.Statement("Feed/Postgres/move_cursor.sql").With(cursor).With(entries[^1].Revision).RunAsync(cancellationToken);
            }

            await PostgresStuckEntries.AddAsync(connection, cursor, stuck, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return entries.Count;
    }

    internal static FeedEntry Entry(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetGuid(1),
        (FeedKind)row.GetInt16(2),
        row.GetString(3),
        row.GetString(4),
        row.GetFieldValue<DateTimeOffset>(5),
        row.GetString(6));

    private static async Task<IReadOnlyList<FeedEntry>> ReadAsync(
        NpgsqlConnection connection, long after, int limit, CancellationToken cancellationToken) =>
        await connection.Statement("Feed/Postgres/read.sql").With(after).With(limit, NpgsqlDbType.Integer).ReadAsync(Entry, cancellationToken);
}
