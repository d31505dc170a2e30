using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Activities;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Statistics;

internal static class GetStatisticsEndpoint
{
    public static async Task<Ok<RegistryStatistics>> HandleAsync(
        [Description("Agents of this workspace only.")] string? workspace,
        HttpContext context,
        AgentDirectory directory,
        IRegistryStore store,
        DegradedReads degraded,
        TimeProvider time)
    {
        var agents = directory.Count(string.IsNullOrEmpty(workspace) ? null : workspace);
        var counting = CountAsync(store, time.GetUtcNow(), context.RequestAborted);
        return TypedResults.Ok(await degraded.OrElseAsync(counting, null, "activities", context) is { } counts
            ? agents with
            {
                TotalActivities = counts.Total,
                ActivitiesLastMinute = counts.LastMinute,
                AgentChangesLastMinute = counts.AgentChangesLastMinute,
            }
            : agents);
    }

    private static async Task<ActivityCounts?> CountAsync(IRegistryStore store, DateTimeOffset now, CancellationToken cancellationToken) =>
        await store.Activities.CountAsync(now, cancellationToken);
}
