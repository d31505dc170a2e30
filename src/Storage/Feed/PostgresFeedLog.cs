using AgentRegistry.Storage.Sql;

namespace AgentRegistry.Storage.Feed;

internal sealed class PostgresFeedLog(PostgresBatch work) : IFeedLog
{
    public bool HasGrown { get; private set; }

    public async Task<long> TakeRevisionsAsync(int count, CancellationToken cancellationToken)
    {
        var last = await work.Statement("Feed/Postgres/take_revisions.sql").With(count)
            .ReadAsync(row => row.GetInt64(0), cancellationToken);
        return last[0] - count + 1;
    }

    public async Task AppendAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count > 0)
        {
            HasGrown = true;
            await FeedColumns.Entry.InsertLaterAsync(work, entries);
            await work.Statement("Feed/Postgres/notify.sql").RunLaterAsync();
        }
    }
}
