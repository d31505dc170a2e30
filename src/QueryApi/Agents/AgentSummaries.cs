using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Recent;

namespace AgentRegistry.QueryApi.Agents;

/// <summary>An agent's history and metrics from the tables; while those are unavailable, the last day's history from where it is kept beside them.</summary>
internal sealed class AgentSummaries(IRegistryStore store, SummaryCache cache, IRecentActivities recent, DegradedReads degraded)
{
    private const string Part = "history";

    public async Task<ActivitySummary> ReadAsync(GetAgent query, HttpContext context)
    {
        var stored = await degraded.OrElseAsync(StoredAsync(query, context.RequestAborted), null, Part, context);
        if (stored is not null)
        {
            return stored;
        }

        var kept = await degraded.OrElseAsync(KeptAsync(query, context.RequestAborted), [], "recent", context);
        return ActivitySummary.Nothing with { History = [.. kept.Select(ToHistoryItem)] };
    }

    private async Task<ActivitySummary?> StoredAsync(GetAgent query, CancellationToken cancellationToken) =>
        await cache.ReadAsync(query, () => store.Activities.RecapAsync(query.AgentId, query.HistoryLimit, cancellationToken));

    private async Task<IReadOnlyList<ActivityRecorded>> KeptAsync(GetAgent query, CancellationToken cancellationToken) =>
        await recent.ReadAsync(query.AgentId, Math.Min(query.HistoryLimit, IRecentActivities.Kept), cancellationToken);

    private static ExecutionHistoryItem ToHistoryItem(ActivityRecorded activity) => new()
    {
        ActivityId = activity.EventId,
        TaskId = activity.TaskId,
        Status = activity.Status,
        Output = activity.Output,
        Error = activity.Error,
        DurationMs = activity.DurationMs,
        Description = activity.Description,
        ProjectId = activity.ProjectId,
        Timestamp = activity.Timestamp,

        // When it was stored is not kept there.
        RecordedAt = activity.Timestamp,
    };
}
