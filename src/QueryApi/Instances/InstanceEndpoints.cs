using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.Storage.Instances;
using AgentRegistry.Storage.Queries;

namespace AgentRegistry.QueryApi.Instances;

/// <summary>Everything under <c>/api/v1/instances</c>.</summary>
internal static class InstanceEndpoints
{
    private static readonly FieldNames Fields = new(("workspace", Workspace.Header));

    /// <summary>Of one: its id stands in the URL.</summary>
    private static readonly FieldNames FieldsOfOne = new(("workspace", Workspace.Header), ("instanceId", "id"));

    public static void MapInstances(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/instances").WithTags("Instances")
            .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListAsync)
            .WithName("ListInstances")
            .WithSummary("List the agents that were spawned from definitions")
            .WithDescription("Those of the workspace that pass the filter, by id. For the next page pass next_cursor on as cursor.");
        group.MapPost("", SpawnAsync)
            .WithName("SpawnInstance")
            .WithSummary("Spawn an agent from a definition")
            .WithDescription("It is registered in the same commit and is an agent like any other, under the same id. Its configuration is checked against the definition's schema: 400 names every fault with its place. 409 when the workspace has as many instances as it may, the definition is disabled, or the id is taken.")
            .Produces<InstanceAccepted>(StatusCodes.Status201Created)
            .AnswersProblems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        var one = group.MapGroup("/{id}").AnswersProblems(StatusCodes.Status404NotFound);
        one.MapGet("", GetAsync)
            .WithName("GetInstance")
            .WithSummary("Get an instance with its configuration and its status");
        one.MapDelete("", DeleteAsync)
            .WithName("DeleteInstance")
            .WithSummary("Delete an instance, and its agent with it");
        var changes = one.MapGroup("").AnswersProblems(StatusCodes.Status409Conflict);
        changes.MapPut("/configuration", ConfigureAsync)
            .WithName("ConfigureInstance")
            .WithSummary("Replace an instance's configuration")
            .WithDescription("It is checked against the schema of the version that the instance was spawned from.");
        changes.MapPut("/status", ChangeStatusAsync)
            .WithName("ChangeInstanceStatus")
            .WithSummary("Change an instance's status")
            .WithDescription("409 names the status that it has, where the other cannot follow it.");
    }

    private static Task<Response<InstancePage>> ListAsync(
        [AsParameters] InstanceListParameters parameters, Workspace workspace, ApiRequest request, InstanceQueries queries) =>
        request.AskAsync<ListInstances, InstancePage>(parameters.Read(workspace, request), Fields, queries.ListAsync);

    private static async Task<Response<AgentInstance>> GetAsync(string id, Workspace workspace, ApiRequest request, InstanceQueries queries)
    {
        var response = await request.AskAsync<GetInstance, AgentInstance>(new() { Workspace = workspace.Id, InstanceId = id }, FieldsOfOne, queries.GetAsync);

        // For If-Match. It stands for the instance's own record: the status is its agent's, and moves on beside it.
        return response.WithETag(instance => instance.Revision).NotStored();
    }

    private static async Task<Response<InstanceAccepted>> SpawnAsync(Body<InstanceSpawn> body, IdempotencyKey key, Workspace workspace, ApiRequest request)
    {
        var response = await request.SendAsync<SpawnInstance, InstanceAccepted>(
            new()
            {
                MessageId = key.MessageId($"spawn {workspace.Id}", request.Now),
                SentAt = request.Now,
                Workspace = workspace.Id,
                Definition = body.Value.Definition ?? "",
                DefinitionVersion = body.Value.DefinitionVersion?.Text,
                InstanceId = body.Value.InstanceId,
                Name = body.Value.Name,
                Project = body.Value.Project ?? Defaults.Project,
                Configuration = body.Value.Configuration,
            },
            Fields);
        return response.WithLocation(accepted => accepted.Outcome == InstanceOutcome.Spawned ? $"/api/v1/instances/{Uri.EscapeDataString(accepted.InstanceId)}" : null);
    }

    private static Task<Response<InstanceAccepted>> ConfigureAsync(
        string id, Body<InstanceConfiguration> body, ExpectedRevision expected, Workspace workspace, ApiRequest request) =>
        request.SendAsync<ConfigureInstance, InstanceAccepted>(
            new()
            {
                MessageId = request.NewId(),
                SentAt = request.Now,
                Workspace = workspace.Id,
                InstanceId = id,
                Configuration = body.Value.Configuration,
                ExpectedRevision = expected.Or(body.Value.ExpectedRevision),
            },
            FieldsOfOne);

    private static Task<Response<InstanceAccepted>> ChangeStatusAsync(string id, Body<InstanceStatus> body, Workspace workspace, ApiRequest request) =>
        request.SendAsync<ChangeInstanceStatus, InstanceAccepted>(
            new()
            {
                MessageId = request.NewId(),
                SentAt = request.Now,
                Workspace = workspace.Id,
                InstanceId = id,
                Status = body.Value.Status,
                Error = body.Value.Error,
            },
            FieldsOfOne);

    private static Task<Response<InstanceAccepted>> DeleteAsync(string id, Workspace workspace, ApiRequest request) =>
        request.SendAsync<DeleteInstance, InstanceAccepted>(
            new() { MessageId = request.NewId(), SentAt = request.Now, Workspace = workspace.Id, InstanceId = id }, FieldsOfOne);
}
