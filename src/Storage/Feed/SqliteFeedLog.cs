using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Feed;

internal sealed class SqliteFeedLog(SqliteConnection connection) : IFeedLog
{
    public bool HasGrown { get; private set; }

    public Task<long> TakeRevisionsAsync(int count, CancellationToken cancellationToken)
    {
        var last = connection.Sql("update feed_head set revision = revision + $count returning revision").With("$count", count)
            .Read(row => row.GetInt64(0))[0];
        return Task.FromResult(last - count + 1);
    }

    public Task AppendAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        using var command = connection.Statement("Feed/Sqlite/append.sql");
        foreach (var entry in entries)
        {
            HasGrown = true;
            command
                .With("$revision", entry.Revision)
                .With("$event_id", entry.EventId)
                .With("$kind", (int)entry.Kind)
                .With("$agent_id", entry.AgentId)
                .With("$workspace", entry.Workspace)
                .With("$recorded_at", entry.RecordedAt)
                .With("$body", entry.Body)
                .ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }
}
