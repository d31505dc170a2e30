using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;

namespace AgentRegistry.QueryApi.Memory;

/// <summary>What agents remember.</summary>
internal static class MemoryEndpoints
{
    private const int DefaultLimit = 10;

    private static readonly FieldNames Fields = new(("query", "q"));

    public static void MapMemory(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1/memory").WithTags("Memory").Scoped()
        .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable)
        .MapGet("/search", SearchAsync)
        .WithName("SearchMemory")
        .WithSummary("Search what agents remember of their work")
        .WithDescription(
            "Activities with who, when, for which project and why; best first. 'source' names who answered: the memory server, or the "
            + "registry's own tables while that is unavailable or there is none. An activity can be found a moment after it was accepted.");

    private static Task<Response<MemoryMatches>> SearchAsync(
        [Required, Description("In plain words.")] string? q,
        [Description("How many at most."), DocumentedQuery(typeof(int), Minimum = 1, Maximum = 100, Default = DefaultLimit)] string? limit,
        AgentScope scope,
        ApiRequest request,
        MemorySearch memory) =>
        request.AskAsync<SearchMemory, MemoryMatches>(
            new() { Workspace = scope.Workspace, Query = q ?? "", Limit = request.Text.Whole(limit, "limit", DefaultLimit) },
            Fields,
            async (query, ct) => await memory.SearchAsync(query, ct));
}
