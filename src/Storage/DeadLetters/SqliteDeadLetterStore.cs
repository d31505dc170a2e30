using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.DeadLetters;

internal sealed class SqliteDeadLetterStore(SqliteDatabase database) : IDeadLetterStore
{
    public Task<IReadOnlyList<DeadLetter>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult<IReadOnlyList<DeadLetter>>(connection.Statement("DeadLetters/Sqlite/list.sql").With("$limit", limit).Read(
            row => new DeadLetter(
                row.GetString(7),
                SqliteFeedReader.Entry(row),
                row.GetString(8),
                row.GetInt32(9),
                row.Time(10).GetValueOrDefault(),
                row.GetInt64(11) == 1)));
    }

    public Task<int> ReplayAsync(string delivery, long? revision, CancellationToken cancellationToken) =>
        ChangeAsync("update stuck set replay = 1 where delivery = $delivery and ($revision is null or revision = $revision)", delivery, revision, cancellationToken);

    public Task<int> DropAsync(string delivery, long? revision, CancellationToken cancellationToken) =>
        ChangeAsync("delete from stuck where delivery = $delivery and ($revision is null or revision = $revision)", delivery, revision, cancellationToken);

    /// <summary>Those of a delivery that are to be tried again.</summary>
    internal static List<FeedEntry> Replays(SqliteConnection connection, string delivery, int limit) => connection
        .Statement("DeadLetters/Sqlite/replays.sql").With("$delivery", delivery).With("$limit", limit)
        .Read(SqliteFeedReader.Entry);

    /// <summary>Keeps what a delivery gave up on.</summary>
    internal static void Add(SqliteConnection connection, string delivery, IReadOnlyList<Undeliverable> stuck, DateTimeOffset now)
    {
        foreach (var (entry, reason) in stuck)
        {
            connection.Statement("DeadLetters/Sqlite/add.sql")
                .With("$delivery", delivery)
                .With("$revision", entry.Revision)
                .With("$event_id", entry.EventId)
                .With("$kind", (int)entry.Kind)
                .With("$agent_id", entry.AgentId)
                .With("$workspace", entry.Workspace)
                .With("$recorded_at", entry.RecordedAt)
                .With("$body", entry.Body)
                .With("$reason", reason)
                .With("$stuck_at", now)
                .Run();
        }
    }

    /// <summary>Forgets what was delivered after all.</summary>
    internal static void Remove(SqliteConnection connection, string delivery, IEnumerable<long> revisions)
    {
        foreach (var revision in revisions)
        {
            connection.Sql("delete from stuck where delivery = $delivery and revision = $revision")
                .With("$delivery", delivery).With("$revision", revision).Run();
        }
    }

    private async Task<int> ChangeAsync(string sql, string delivery, long? revision, CancellationToken cancellationToken)
    {
        var connection = await database.TakeTurnAsync(cancellationToken);
        try
        {
            return connection.Sql(sql).With("$delivery", delivery).With("$revision", revision).Run();
        }
        finally
        {
            database.EndTurn();
        }
    }
}
