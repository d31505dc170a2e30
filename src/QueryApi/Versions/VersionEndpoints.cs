using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Versions;

/// <summary>Everything under <c>/api/v1/agents/{id}/versions</c>: what an agent's registration is and was.</summary>
internal static class VersionEndpoints
{
    public static void MapVersions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/agents/{id}/versions").WithTags("Agents").RefuseUnreadable().Scoped()
            .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListVersionsEndpoint.HandleAsync)
            .WithName("ListRegistrationVersions")
            .WithSummary("List the versions of an agent's registration in pages")
            .WithDescription("The newest first, with who made each and which fields differ from the one before; for the next page pass next_before on as before.");
        group.MapGet("/{version}", GetVersionEndpoint.HandleAsync)
            .WithName("GetRegistrationVersion")
            .WithSummary("Get an agent's registration as it was");
        group.MapGet("/diff", DiffVersionsEndpoint.HandleAsync)
            .WithName("DiffRegistrationVersions")
            .WithSummary("Tell what makes one version another")
            .WithDescription("As a JSON Patch (RFC 6902): applied to the registration of from it gives that of to, which may be the earlier one.");
        group.MapPost("/{version}/restore", RestoreVersionEndpoint.HandleAsync)
            .WithName("RestoreRegistration")
            .WithSummary("Make an earlier version the current one")
            .WithDescription("It becomes a new version; nothing is taken back. It holds until the agent itself registers again and says otherwise. With If-Match, only if the agent has not changed since.")
            .AnswersProblems(StatusCodes.Status409Conflict);
    }
}
