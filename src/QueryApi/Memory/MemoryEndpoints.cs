using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Memory;

/// <summary>What agents remember.</summary>
internal static class MemoryEndpoints
{
    public static void MapMemory(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1/memory").WithTags("Memory").Scoped()
        .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable)
        .MapGet("/search", SearchMemoryEndpoint.HandleAsync)
        .WithName("SearchMemory")
        .WithSummary("Search what agents remember of their work")
        .WithDescription(
            "Activities with who, when, for which project and why; best first. 'source' says who answered: the memory server, or the "
            + "registry's own tables while that is away or there is none. An activity can be found a moment after it was accepted.");
}
