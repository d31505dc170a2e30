using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Capabilities;

/// <summary>Who can do what.</summary>
internal static class CapabilityEndpoints
{
    public static RouteGroupBuilder MapCapabilities(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/capabilities").WithTags("Capabilities").Scoped().AnswersProblems(StatusCodes.Status400BadRequest);
        group.MapGet("/search", SearchCapabilitiesEndpoint.Handle)
            .WithName("SearchCapabilities")
            .WithSummary("Search agents by what they can do")
            .WithDescription("Best first, each with the capability that fits and its cost. No match is an answer too: an empty list.");
        return group;
    }
}
