using AgentRegistry.Hosting.Background;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Retention;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.ActivityWorker.Retention;

/// <summary>
/// Deletes what the policy keeps no longer: activities, the inbox, evidence, routes, the feed. Every ActivityWorker does; they do not
/// hinder each other. Old rows harm nobody: a table that fails is tried again with the next pass.
/// </summary>
internal sealed partial class RetentionLoop(IRegistryStore store, RetentionPolicy policy, TimeProvider time, ILogger<RetentionLoop> logger)
    : BackgroundLoop(time, logger)
{
    /// <summary>Rows deleted by one statement.</summary>
    private const int ChunkSize = 1_000;

    /// <summary>Between two chunks: writers come first.</summary>
    private static readonly TimeSpan ChunkPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly TimeProvider _time = time;
    private readonly ILogger<RetentionLoop> _logger = logger;

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellationToken)
    {
        await TryAsync(stopping => store.Retention.MakeRoomAsync(_time.GetUtcNow(), stopping), cancellationToken);
        (RetainedTable Table, int Days)[] kept =
        [
            (RetainedTable.Activities, policy.ActivityDays),
            (RetainedTable.Memory, policy.ActivityDays),
            (RetainedTable.Inbox, policy.InboxDays),
            (RetainedTable.Evidence, policy.EvidenceDays),
            (RetainedTable.Routes, policy.RouteDays),
            (RetainedTable.Feed, policy.FeedDays),
        ];
        foreach (var (table, days) in kept)
        {
            await TryAsync(stopping => DeleteAsync(table, days, stopping), cancellationToken);
        }

        return Pause;
    }

    private async Task DeleteAsync(RetainedTable table, int days, CancellationToken cancellationToken)
    {
        if (days == 0)
        {
            return;
        }

        var before = _time.GetUtcNow().AddDays(-days);
        var all = 0L;
        while (true)
        {
            var deleted = await store.Retention.DeleteAsync(table, before, ChunkSize, cancellationToken);
            RetentionMetrics.Deleted(table, deleted);
            all += deleted;
            if (deleted < ChunkSize)
            {
                break;
            }

            await Task.Delay(ChunkPause, _time, cancellationToken);
        }

        if (all > 0)
        {
            LogDeleted(all, table, days);
        }
    }

    [LoggerMessage(EventId = 4010, Level = LogLevel.Information, Message = "{Count} rows of {Table} deleted that were older than {Days} days")]
    private partial void LogDeleted(long count, RetainedTable table, int days);
}
