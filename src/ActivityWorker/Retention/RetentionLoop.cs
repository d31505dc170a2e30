using AgentRegistry.Storage;
using AgentRegistry.Storage.Retention;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.ActivityWorker.Retention;

/// <summary>Deletes what the policy keeps no longer: activities, the inbox, evidence, routes, the feed. Every ActivityWorker does; they do not hinder each other.</summary>
internal sealed partial class RetentionLoop(IRegistryStore store, RetentionPolicy policy, TimeProvider time, ILogger<RetentionLoop> logger)
    : BackgroundService
{
    /// <summary>Rows deleted by one statement.</summary>
    private const int Portion = 1_000;

    /// <summary>Between two portions: writers come first.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryAsync(() => store.Retention.MakeRoomAsync(time.GetUtcNow(), stoppingToken), stoppingToken);
            await TryAsync(() => DeleteAsync(RetainedTable.Activities, policy.ActivityDays, stoppingToken), stoppingToken);
            await TryAsync(() => DeleteAsync(RetainedTable.Memory, policy.ActivityDays, stoppingToken), stoppingToken);
            await TryAsync(() => DeleteAsync(RetainedTable.Inbox, policy.InboxDays, stoppingToken), stoppingToken);
            await TryAsync(() => DeleteAsync(RetainedTable.Evidence, policy.EvidenceDays, stoppingToken), stoppingToken);
            await TryAsync(() => DeleteAsync(RetainedTable.Routes, policy.RouteDays, stoppingToken), stoppingToken);
            await TryAsync(() => DeleteAsync(RetainedTable.Feed, policy.FeedDays, stoppingToken), stoppingToken);
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Old rows harm nobody: whatever the fault, the next round tries again.</summary>
    private async Task TryAsync(Func<Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogPutOff(exception.Message);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task DeleteAsync(RetainedTable table, int days, CancellationToken cancellationToken)
    {
        if (days == 0)
        {
            return;
        }

        var before = time.GetUtcNow().AddDays(-days);
        var all = 0L;
        while (true)
        {
            var deleted = await store.Retention.DeleteAsync(table, before, Portion, cancellationToken);
            RetentionMetrics.Deleted(table, deleted);
            all += deleted;
            if (deleted < Portion)
            {
                break;
            }

            await Task.Delay(Breath, time, cancellationToken);
        }

        if (all > 0)
        {
            LogDeleted(all, table, days);
        }
    }

    [LoggerMessage(EventId = 4010, Level = LogLevel.Information, Message = "{Count} rows of {Table} deleted that were older than {Days} days")]
    private partial void LogDeleted(long count, RetainedTable table, int days);

    [LoggerMessage(EventId = 4011, Level = LogLevel.Warning, Message = "What is too old is deleted later: {Reason}")]
    private partial void LogPutOff(string reason);
}
