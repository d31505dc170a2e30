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
        HasGrown |= entries.Count > 0;
        FeedColumns.Entry.Insert(connection, entries);
        return Task.CompletedTask;
    }
}
