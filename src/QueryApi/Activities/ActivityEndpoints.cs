using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Activities;

/// <summary>What agents did.</summary>
internal static class ActivityEndpoints
{
    public static RouteGroupBuilder MapActivities(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/agents/activity").WithTags("Activities").RefuseUnreadable().AnswersProblems(
            StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        group.MapPost("", LogActivityEndpoint.HandleAsync)
            .WithName("LogActivity")
            .WithSummary("Log what an agent did")
            .WithDescription(
                "Answered when it is committed. The agent's status, last-active time and metrics follow, and every live client hears of it. "
                + "Sent again with the same activity_id or Idempotency-Key it has no second effect.");
        return group;
    }
}
