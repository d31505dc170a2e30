using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Activities;

namespace AgentRegistry.QueryApi.Statistics;

/// <summary>The registry in numbers.</summary>
internal static class StatisticsEndpoints
{
    public static void MapStatistics(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/v1/stats").WithTags("Statistics").Scoped().AnswersProblems(StatusCodes.Status400BadRequest)
            .MapGet("", GetAsync)
            .WithName("GetStatistics")
            .WithSummary("Get the registry in numbers")
            .WithDescription(
                "Agents by status, health and type, capabilities, activity. While the tables are unavailable the numbers of activities are 0 and "
                + "the header X-Registry-Degraded says 'activities'.");

    public static async Task<Response<RegistryStatistics>> GetAsync(
        [Description("Agents of this workspace only.")] string? workspace,
        AgentScope scope,
        HttpContext context,
        ApiRequest request,
        AgentDirectory directory,
        IRegistryStore store,
        DegradedReads degraded,
        TimeProvider time)
    {
        var counted = scope.With(QueryText.Text(workspace), request);
        if (request.Check(new ListAgents { Workspace = counted }, FieldNames.Unchanged) is { } problem)
        {
            return problem;
        }

        var agents = directory.Count(counted);
        var reading = ReadAsync(store, time.GetUtcNow(), request.Aborted);
        return await degraded.OrElseAsync(reading, null, "activities", context) is var (counts, notices)
            ? agents with
            {
                TotalActivities = counts.Total,
                ActivitiesLastMinute = counts.LastMinute,
                AgentChangesLastMinute = counts.AgentChangesLastMinute,
                Notices = notices,
            }
            : agents;
    }

    private static async Task<Recent?> ReadAsync(IRegistryStore store, DateTimeOffset now, CancellationToken cancellationToken) => new(
        await store.Activities.CountAsync(now, cancellationToken), await store.Notices.ReadAsync(cancellationToken));

    private sealed record Recent(ActivityCounts Counts, IReadOnlyList<RegistryNotice> Notices);
}
