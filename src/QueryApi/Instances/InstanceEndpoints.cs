using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Instances;

/// <summary>Everything under <c>/api/v1/instances</c>.</summary>
internal static class InstanceEndpoints
{
    public static void MapInstances(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/instances").WithTags("Instances").RefuseUnreadable()
            .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListInstancesEndpoint.HandleAsync)
            .WithName("ListInstances")
            .WithSummary("List the agents that were spawned from definitions")
            .WithDescription("Those of the workspace that pass the filter, by id. For the next page pass next_cursor on as cursor.");
        group.MapPost("", SpawnInstanceEndpoint.HandleAsync)
            .WithName("SpawnInstance")
            .WithSummary("Spawn an agent from a definition")
            .WithDescription("It is registered in the same commit and is an agent like any other, under the same id. Its configuration is checked against the definition's schema: 400 names every fault with its place. 409 when the workspace has as many instances as it may, the definition is off, or the id is taken.")
            .AnswersProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

        var one = group.MapGroup("/{id}").AnswersProblems(StatusCodes.Status404NotFound);
        one.MapGet("", GetInstanceEndpoint.HandleAsync)
            .WithName("GetInstance")
            .WithSummary("Get an instance with its configuration and its status");
        one.MapDelete("", DeleteInstanceEndpoint.HandleAsync)
            .WithName("DeleteInstance")
            .WithSummary("End an instance, and its agent with it");

        var bodies = one.MapGroup("").AnswersProblems(StatusCodes.Status409Conflict);
        bodies.MapPut("/configuration", ConfigureInstanceEndpoint.HandleAsync)
            .WithName("ConfigureInstance")
            .WithSummary("Give an instance another configuration")
            .WithDescription("It is checked against the schema of the version that the instance was spawned from.");
        bodies.MapPut("/status", ChangeInstanceStatusEndpoint.HandleAsync)
            .WithName("ChangeInstanceStatus")
            .WithSummary("Have an instance go over to another status")
            .WithDescription("409 names the status that it has, where the other cannot follow it.");
    }
}
