using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Statistics;

/// <summary>The registry in numbers.</summary>
internal static class StatisticsEndpoints
{
    public static RouteGroupBuilder MapStatistics(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/stats").WithTags("Statistics").Scoped().AnswersProblems(StatusCodes.Status400BadRequest);
        group.MapGet("", GetStatisticsEndpoint.HandleAsync)
            .WithName("GetStatistics")
            .WithSummary("Get the registry in numbers")
            .WithDescription(
                "Agents by status, health and type, capabilities, activity. While the tables are away the numbers of activities are 0 and "
                + "the header X-Registry-Degraded says 'activities'.");
        return group;
    }
}
