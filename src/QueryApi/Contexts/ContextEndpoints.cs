using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.Storage.Contexts;
using AgentRegistry.Storage.Queries;

namespace AgentRegistry.QueryApi.Contexts;

/// <summary>Everything under <c>/api/v1/contexts</c>.</summary>
internal static class ContextEndpoints
{
    private static readonly FieldNames Fields = new(("agentId", "agent"), ("workspace", Workspace.Header));

    public static void MapContexts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/contexts").WithTags("Contexts")
            .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListAsync)
            .WithName("ListContexts")
            .WithSummary("List contexts")
            .WithDescription("Those of the workspace, or of one agent in it, by agent and name, without their data. For the next page pass next_cursor on as cursor.");
        group.MapPut("/{agent}/{name}", WriteAsync)
            .WithName("WriteContext")
            .WithSummary("Write a context: its data become a new version")
            .WithDescription("201 for the first version, else 200. With If-Match only one of many who have read the same version writes the next; the others get 409, which names the current one.")
            .Produces<ContextAccepted>(StatusCodes.Status201Created)
            .AnswersProblems(StatusCodes.Status409Conflict);

        var one = group.MapGroup("/{agent}/{name}").AnswersProblems(StatusCodes.Status404NotFound);
        one.MapGet("", GetAsync)
            .WithName("GetContext")
            .WithSummary("Get a context with its data: the current version, or another")
            .WithDescription("The ETag is the version that was read: pass it on as If-Match with what is made of it.");
        one.MapGet("/versions", ListVersionsAsync)
            .WithName("ListContextVersions")
            .WithSummary("List a context's versions in pages")
            .WithDescription("The newest first, without their data; for the next page pass next_before on as before.");
        one.MapGet("/diff", DiffAsync)
            .WithName("DiffContext")
            .WithSummary("Compare two versions")
            .WithDescription("As a JSON Patch (RFC 6902): applied to the data of from it gives those of to, which may be the earlier one.");
        one.MapDelete("/checkpoints/{checkpoint}", RemoveCheckpointAsync)
            .WithName("RemoveCheckpoint")
            .WithSummary("Remove a checkpoint")
            .WithDescription("The version stays until the history's limit takes it.");

        var changes = one.MapGroup("").AnswersProblems(StatusCodes.Status409Conflict);
        changes.MapDelete("", DeleteAsync)
            .WithName("DeleteContext")
            .WithSummary("Delete a context with all its versions and checkpoints");
        changes.MapPost("/rollback", RollbackAsync)
            .WithName("RollbackContext")
            .WithSummary("Go back to an earlier version or to a checkpoint")
            .WithDescription("Its data become a new version, which points to it; nothing is taken back. To go back to the current version is 409.");
        changes.MapPut("/checkpoints/{checkpoint}", NameCheckpointAsync)
            .WithName("NameCheckpoint")
            .WithSummary("Name a version as a checkpoint")
            .WithDescription("It is kept beyond the history's limit. A name that the context has already moves to this version.");
    }

    private static Task<Response<ContextPage>> ListAsync(
        [AsParameters] ContextListParameters parameters, Workspace workspace, ApiRequest request, ContextQueries queries) =>
        request.AskAsync<ListContexts, ContextPage>(parameters.Read(workspace, request), Fields, queries.ListAsync);

    private static async Task<Response<ContextDetails>> GetAsync(
        [AsParameters] ContextParameters parameters, Workspace workspace, ApiRequest request, ContextQueries queries)
    {
        var response = await request.AskAsync<GetContext, ContextDetails>(parameters.Read(workspace, request), Fields, queries.GetAsync);

        // For If-Match. The tag stands for the data; checkpoints and the current version move on beside it, and a deleted context begins anew.
        return response.WithETag(context => context.Read.Version).NotStored();
    }

    private static Task<Response<ContextVersionPage>> ListVersionsAsync(
        [AsParameters] ContextVersionsParameters parameters, Workspace workspace, ApiRequest request, ContextQueries queries) =>
        request.AskAsync<ListContextVersions, ContextVersionPage>(parameters.Read(workspace, request), Fields, queries.ListVersionsAsync);

    private static Task<Response<ContextDiff>> DiffAsync(
        [AsParameters] ContextDiffParameters parameters, Workspace workspace, ApiRequest request, ContextQueries queries) =>
        request.AskAsync<DiffContext, ContextDiff>(parameters.Read(workspace, request), Fields, queries.DiffAsync);

    private static async Task<Response<ContextAccepted>> WriteAsync(
        string agent, string name, Body<ContextWrite> body, ExpectedVersion expected, IdempotencyKey key, Workspace workspace, ApiRequest request)
    {
        var response = await request.SendAsync<WriteContext, ContextAccepted>(
            new()
            {
                MessageId = key.MessageId($"context {workspace.Id} {agent} {name}", request.Now),
                SentAt = request.Now,
                Workspace = workspace.Id,
                AgentId = agent,
                Name = name,
                Data = body.Value.Data,
                ExpectedVersion = expected.Or(body.Value.ExpectedVersion),
                ChangeDescription = body.Value.ChangeDescription,
                CreatedBy = body.Value.CreatedBy,
            },
            Fields);
        return response.WithETag(accepted => accepted.Version).WithLocation(
            accepted => accepted.Outcome == ContextOutcome.Created ? $"/api/v1/contexts/{Uri.EscapeDataString(agent)}/{Uri.EscapeDataString(name)}" : null);
    }

    private static async Task<Response<ContextAccepted>> RollbackAsync(
        string agent, string name, Body<ContextRollback> body, ExpectedVersion expected, IdempotencyKey key, Workspace workspace, ApiRequest request)
    {
        var response = await request.SendAsync<RollbackContext, ContextAccepted>(
            new()
            {
                MessageId = key.MessageId($"rollback {workspace.Id} {agent} {name}", request.Now),
                SentAt = request.Now,
                Workspace = workspace.Id,
                AgentId = agent,
                Name = name,
                ToVersion = body.Value.ToVersion,
                ToCheckpoint = body.Value.ToCheckpoint,
                ExpectedVersion = expected.Or(body.Value.ExpectedVersion),
                ChangeDescription = body.Value.ChangeDescription,
                CreatedBy = body.Value.CreatedBy,
            },
            Fields);
        return response.WithETag(accepted => accepted.Version);
    }

    private static Task<Response<ContextAccepted>> NameCheckpointAsync(
        string agent, string name, string checkpoint, Body<CheckpointName> body, Workspace workspace, ApiRequest request) =>
        request.SendAsync<NameCheckpoint, ContextAccepted>(
            new()
            {
                MessageId = request.NewId(),
                SentAt = request.Now,
                Workspace = workspace.Id,
                AgentId = agent,
                Name = name,
                Checkpoint = checkpoint,
                Version = body.Value.Version,
            },
            Fields);

    private static Task<Response<ContextAccepted>> RemoveCheckpointAsync(string agent, string name, string checkpoint, Workspace workspace, ApiRequest request) =>
        request.SendAsync<RemoveCheckpoint, ContextAccepted>(
            new() { MessageId = request.NewId(), SentAt = request.Now, Workspace = workspace.Id, AgentId = agent, Name = name, Checkpoint = checkpoint }, Fields);

    private static Task<Response<ContextAccepted>> DeleteAsync(string agent, string name, ExpectedVersion expected, Workspace workspace, ApiRequest request) =>
        request.SendAsync<DeleteContext, ContextAccepted>(
            new() { MessageId = request.NewId(), SentAt = request.Now, Workspace = workspace.Id, AgentId = agent, Name = name, ExpectedVersion = expected.Version }, Fields);
}
