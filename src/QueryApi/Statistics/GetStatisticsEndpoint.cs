using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Activities;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Statistics;

internal static class GetStatisticsEndpoint
{
    public static async Task<Results<Ok<RegistryStatistics>, Problem>> HandleAsync(
        [Description("Agents of this workspace only.")] string? workspace,
        AgentScope scope,
        HttpContext context,
        AgentDirectory directory,
        IRegistryStore store,
        DegradedReads degraded,
        Limits limits,
        TimeProvider time)
    {
        var (counted, problem) = scope.With(string.IsNullOrEmpty(workspace) ? null : workspace);
        if (problem is not null)
        {
            return problem;
        }

        var faults = MessageRules.Check(new ListAgents { Workspace = counted }, limits);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var agents = directory.Count(counted);
        var reading = ReadAsync(store, time.GetUtcNow(), context.RequestAborted);
        return TypedResults.Ok(await degraded.OrElseAsync(reading, null, "activities", context) is var (counts, notices)
            ? agents with
            {
                TotalActivities = counts.Total,
                ActivitiesLastMinute = counts.LastMinute,
                AgentChangesLastMinute = counts.AgentChangesLastMinute,
                Notices = notices,
            }
            : agents);
    }

    private static async Task<Told?> ReadAsync(IRegistryStore store, DateTimeOffset now, CancellationToken cancellationToken) => new(
        await store.Activities.CountAsync(now, cancellationToken), await store.Notices.ReadAsync(cancellationToken));

    private sealed record Told(ActivityCounts Counts, IReadOnlyList<RegistryNotice> Notices);
}
