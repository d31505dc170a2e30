using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Contexts;

/// <summary>Everything under <c>/api/v1/contexts</c>.</summary>
internal static class ContextEndpoints
{
    public static void MapContexts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/contexts").WithTags("Contexts").RefuseUnreadable()
            .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListContextsEndpoint.HandleAsync)
            .WithName("ListContexts")
            .WithSummary("List contexts")
            .WithDescription("Those of the workspace, or of one agent in it, by agent and name, without their data. For the next page pass next_cursor on as cursor.");

        var one = group.MapGroup("/{agent}/{name}").AnswersProblems(StatusCodes.Status404NotFound);
        one.MapGet("", GetContextEndpoint.HandleAsync)
            .WithName("GetContext")
            .WithSummary("Get a context with its data: the current version, or another")
            .WithDescription("The ETag is the version that was read: pass it on as If-Match with what is made of it.");
        one.MapGet("/versions", ListVersionsEndpoint.HandleAsync)
            .WithName("ListContextVersions")
            .WithSummary("List a context's versions in pages")
            .WithDescription("The newest first, without their data; for the next page pass next_before on as before.");
        one.MapGet("/diff", DiffContextEndpoint.HandleAsync)
            .WithName("DiffContext")
            .WithSummary("Tell what makes one version another")
            .WithDescription("As a JSON Patch (RFC 6902): applied to the data of from it gives those of to, which may be the earlier one.");

        var changes = one.MapGroup("").AnswersProblems(StatusCodes.Status409Conflict);
        changes.MapDelete("", DeleteContextEndpoint.HandleAsync)
            .WithName("DeleteContext")
            .WithSummary("Delete a context with all its versions and checkpoints");
        var bodies = group.MapGroup("/{agent}/{name}").AnswersProblems(StatusCodes.Status409Conflict);
        bodies.MapPut("", WriteContextEndpoint.HandleAsync)
            .WithName("WriteContext")
            .WithSummary("Write a context: its data become a new version")
            .WithDescription("201 for the first version, else 200. With If-Match only one of many who have read the same version writes the next; the others get 409, which names the current one.");
        bodies.MapPost("/rollback", RollbackContextEndpoint.HandleAsync)
            .WithName("RollbackContext")
            .WithSummary("Go back to an earlier version or to a checkpoint")
            .WithDescription("Its data become a new version, which points to it; nothing is taken back. To go back to the current version is 409.")
            .AnswersProblems(StatusCodes.Status404NotFound);
        bodies.MapPut("/checkpoints/{checkpoint}", NameCheckpointEndpoint.HandleAsync)
            .WithName("NameCheckpoint")
            .WithSummary("Give a version a name")
            .WithDescription("It is kept beyond the history's limit. A name that the context has already moves to this version.")
            .AnswersProblems(StatusCodes.Status404NotFound);
        one.MapDelete("/checkpoints/{checkpoint}", RemoveCheckpointEndpoint.HandleAsync)
            .WithName("RemoveCheckpoint")
            .WithSummary("Take a version's name away")
            .WithDescription("The version stays until the history's limit takes it.");
    }
}
