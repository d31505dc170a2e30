using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Heartbeats;

/// <summary>Heartbeats, one at a time or of a whole host.</summary>
internal static class HeartbeatEndpoints
{
    public static RouteGroupBuilder MapHeartbeats(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1").WithTags("Heartbeats").RefuseUnreadable().AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapPost("/agents/{id}/heartbeat", SendHeartbeatEndpoint.HandleAsync)
            .WithName("SendHeartbeat")
            .WithMetadata(AgentScope.Header)
            .WithSummary("Say that an agent is alive")
            .WithDescription("The body may be left out. Answered when the broker has confirmed the heartbeat. 410: not registered (any more), register again.")
            .Accepts<HeartbeatBody>(isOptional: true, JsonBody.ContentType)
            .AnswersProblems(StatusCodes.Status410Gone, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);
        group.MapPost("/heartbeats", SendHeartbeatsEndpoint.HandleAsync)
            .WithName("SendHeartbeats")
            .WithSummary("Say that up to 1,000 agents are alive")
            .WithDescription("For a host that runs many agents. Those that are not registered are named, and do not harm the others.");
        return group;
    }
}
