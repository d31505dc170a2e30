using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Routing;

/// <summary>Who should take something on.</summary>
internal static class RoutingEndpoints
{
    public static void MapRouting(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1/route").WithTags("Routing")
        .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge)
        .RefuseUnreadable()
        .MapPost("", RouteQueryEndpoint.HandleAsync)
        .WithName("RouteQuery")
        .WithSummary("Find the right agent for a request")
        .WithDescription(
            "Two stages: agents whose text fits, then those of them that can take work now, ranked by health, load, success, speed and cost, "
            + "each with its reasons. That no agent fits is an answer too: 'fits' is false. With 'include_rejected' it says who was left out, and why.");
}
