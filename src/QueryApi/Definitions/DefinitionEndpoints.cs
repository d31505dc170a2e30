using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Definitions;

/// <summary>Everything under <c>/api/v1/definitions</c>.</summary>
internal static class DefinitionEndpoints
{
    public static void MapDefinitions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/definitions").WithTags("Definitions").RefuseUnreadable()
            .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListDefinitionsEndpoint.HandleAsync)
            .WithName("ListDefinitions")
            .WithSummary("List definitions of agents")
            .WithDescription("Those of the workspace that pass the filter, by slug, without their content. For the next page pass next_cursor on as cursor.");

        var one = group.MapGroup("/{slug}").AnswersProblems(StatusCodes.Status404NotFound);
        one.MapGet("", GetDefinitionEndpoint.HandleAsync)
            .WithName("GetDefinition")
            .WithSummary("Get a definition with what it says: its newest version, or another")
            .WithDescription("The ETag is the version that was read: pass it on as If-Match with what is made of it.");
        one.MapGet("/versions", ListDefinitionVersionsEndpoint.HandleAsync)
            .WithName("ListDefinitionVersions")
            .WithSummary("List a definition's versions in pages")
            .WithDescription("The newest first, without their content; for the next page pass next_before on as before.");
        one.MapGet("/diff", DiffDefinitionEndpoint.HandleAsync)
            .WithName("DiffDefinition")
            .WithSummary("Tell what makes one version another")
            .WithDescription("As a JSON Patch (RFC 6902): applied to the content of from it gives that of to, which may be the earlier one.");

        var changes = one.MapGroup("").AnswersProblems(StatusCodes.Status409Conflict);
        changes.MapDelete("", DeleteDefinitionEndpoint.HandleAsync)
            .WithName("DeleteDefinition")
            .WithSummary("Delete a definition with all its versions and labels")
            .WithDescription("409 while it has instances.");
        one.MapDelete("/labels/{label}", UnlabelDefinitionEndpoint.HandleAsync)
            .WithName("UnlabelDefinition")
            .WithSummary("Take a label away")
            .WithDescription("Its version stays. The label latest is the registry's own.");
        group.MapBodies();
    }

    private static void MapBodies(this RouteGroupBuilder group)
    {
        var bodies = group.MapGroup("/{slug}");
        bodies.MapPut("", SaveDefinitionEndpoint.HandleAsync)
            .WithName("SaveDefinition")
            .WithSummary("Save what a definition says: a new version of it")
            .WithDescription("201 for the first version, else 200; what it says already makes no version. With If-Match only one of many who have read the same version saves the next; the others get 409, which names the current one.")
            .AnswersProblems(StatusCodes.Status409Conflict);
        bodies.MapPost("/restore", RestoreDefinitionEndpoint.HandleAsync)
            .WithName("RestoreDefinition")
            .WithSummary("Restore an earlier version")
            .WithDescription("Its content becomes a new version; nothing is taken back. To restore the current version is 409.")
            .AnswersProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        bodies.MapPut("/enabled", SwitchDefinitionEndpoint.HandleAsync)
            .WithName("SwitchDefinition")
            .WithSummary("Switch a definition on or off")
            .WithDescription("Nothing is spawned from one that is off. That is no new version, and its instances stay.")
            .AnswersProblems(StatusCodes.Status404NotFound);
        bodies.MapPut("/labels/{label}", LabelDefinitionEndpoint.HandleAsync)
            .WithName("LabelDefinition")
            .WithSummary("Give a version a label")
            .WithDescription("A label that the definition has already moves to this version. The label latest is the registry's own.")
            .AnswersProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }
}
