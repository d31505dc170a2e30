using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.DeadLetters;

internal sealed class PostgresDeadLetterStore(NpgsqlDataSource source) : IDeadLetterStore
{
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.Statement("DeadLetters/Postgres/list.sql").With(limit, NpgsqlDbType.Integer).ReadAsync(
            row => new DeadLetter(
                row.GetString(7),
                PostgresFeedReader.Entry(row),
                row.GetString(8),
                row.GetInt32(9),
                row.GetFieldValue<DateTimeOffset>(10),
                row.GetBoolean(11)),
            cancellationToken);
    }

    public Task<int> ReplayAsync(string delivery, long? revision, CancellationToken cancellationToken) =>
        ChangeAsync("DeadLetters/Postgres/replay.sql", delivery, revision, cancellationToken);

    public Task<int> DropAsync(string delivery, long? revision, CancellationToken cancellationToken) =>
        ChangeAsync("DeadLetters/Postgres/drop.sql", delivery, revision, cancellationToken);

    /// <summary>Those of a delivery that are to be tried again.</summary>
    internal static IReadOnlyList<FeedEntry> ReplaysLater(PostgresBatch work, string delivery, int limit) =>
        work.Statement("DeadLetters/Postgres/replays.sql").With(delivery).With(limit, NpgsqlDbType.Integer).ReadLater(PostgresFeedReader.Entry);

    /// <summary>Keeps what a delivery gave up on.</summary>
    internal static Task AddLaterAsync(PostgresBatch work, string delivery, IReadOnlyList<Undeliverable> stuck) =>
        stuck.Count == 0
            ? Task.CompletedTask
            : work.Statement("DeadLetters/Postgres/add.sql")
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

    /// <summary>Forgets what was delivered after all.</summary>
    internal static Task RemoveLaterAsync(PostgresBatch work, string delivery, IReadOnlyList<long> revisions) =>
        work.Statement("DeadLetters/Postgres/remove.sql").With(delivery).Longs(revisions, revision => revision).RunLaterAsync();

    private async Task<int> ChangeAsync(string path, string delivery, long? revision, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var changed = await connection.Statement(path).With(delivery).With(revision, NpgsqlDbType.Bigint)
            .ReadAsync(row => row.GetInt64(0), cancellationToken);
        return changed.Count;
    }
}
