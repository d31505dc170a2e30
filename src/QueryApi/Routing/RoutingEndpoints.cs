using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Routing;

/// <summary>Who should take something on, and why.</summary>
internal static class RoutingEndpoints
{
    public static void MapRouting(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Routing").RefuseUnreadable();
        api.MapPost("route", RouteQueryEndpoint.HandleAsync)
            .AnswersProblems(StatusCodes.Status400BadRequest)
            .WithName("RouteQuery")
            .WithSummary("Find the right agent for a request")
            .WithDescription(
                "Two stages: agents that fit by their text and by what they answered before, then those of them that can take work now, ranked by "
                + "health, load, success, speed and cost, each with its reasons. That no agent fits is an answer too: 'fits' is false. With "
                + "'include_rejected' it says who was left out, and why. In a session, a query that says little by itself goes to the agent last called.");
        api.MapGet("routes/{id}", GetRouteEndpoint.HandleAsync)
            .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .WithName("GetRoute")
            .WithSummary("Explain a decision")
            .WithDescription("The decision as it was made, with those who were left out and why; by 'route_id' of the answer. Kept for Retention__RouteDays.");
    }
}
