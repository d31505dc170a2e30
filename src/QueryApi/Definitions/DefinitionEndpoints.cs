using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Queries;

namespace AgentRegistry.QueryApi.Definitions;

/// <summary>Everything under <c>/api/v1/definitions</c>.</summary>
internal static class DefinitionEndpoints
{
    private static readonly FieldNames Fields = new(("workspace", Workspace.Header));

    public static void MapDefinitions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/definitions").WithTags("Definitions")
            .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListAsync)
            .WithName("ListDefinitions")
            .WithSummary("List definitions of agents")
            .WithDescription("Those of the workspace that pass the filter, by slug, without their content. For the next page pass next_cursor on as cursor.");

        var one = group.MapGroup("/{slug}").AnswersProblems(StatusCodes.Status404NotFound);
        one.MapGet("", GetAsync)
            .WithName("GetDefinition")
            .WithSummary("Get a definition with its content: its newest version, or another")
            .WithDescription("The ETag is the version that was read: pass it on as If-Match with what is made of it.");
        one.MapGet("/versions", ListVersionsAsync)
            .WithName("ListDefinitionVersions")
            .WithSummary("List a definition's versions in pages")
            .WithDescription("The newest first, without their content; for the next page pass next_before on as before.");
        one.MapGet("/diff", DiffAsync)
            .WithName("DiffDefinition")
            .WithSummary("Compare two versions")
            .WithDescription("As a JSON Patch (RFC 6902): applied to the content of from it gives that of to, which may be the earlier one.");
        one.MapDelete("", DeleteAsync)
            .WithName("DeleteDefinition")
            .WithSummary("Delete a definition with all its versions and labels")
            .WithDescription("409 while it has instances.")
            .AnswersProblems(StatusCodes.Status409Conflict);
        one.MapPost("/restore", RestoreAsync)
            .WithName("RestoreDefinition")
            .WithSummary("Restore an earlier version")
            .WithDescription("Its content becomes a new version; nothing is taken back. To restore the current version is 409.")
            .AnswersProblems(StatusCodes.Status409Conflict);
        one.MapPut("/enabled", SwitchAsync)
            .WithName("SwitchDefinition")
            .WithSummary("Enable or disable a definition")
            .WithDescription("No instance can be spawned from a disabled definition. This makes no new version, and existing instances stay.");
        one.MapPut("/labels/{label}", LabelAsync)
            .WithName("LabelDefinition")
            .WithSummary("Give a version a label")
            .WithDescription("A label that the definition has already moves to this version. The label latest is the registry's own.")
            .AnswersProblems(StatusCodes.Status409Conflict);
        one.MapDelete("/labels/{label}", UnlabelAsync)
            .WithName("UnlabelDefinition")
            .WithSummary("Remove a label")
            .WithDescription("Its version stays. The label latest is the registry's own.");
        group.MapPut("/{slug}", SaveAsync)
            .WithName("SaveDefinition")
            .WithSummary("Save a definition's content as a new version")
            .WithDescription("201 for the first version, else 200; the same content again makes no version. With If-Match only one of many who have read the same version saves the next; the others get 409, which names the current one.")
            .Produces<DefinitionAccepted>(StatusCodes.Status201Created)
            .AnswersProblems(StatusCodes.Status409Conflict);
    }

    private static Task<Response<DefinitionPage>> ListAsync(
        [AsParameters] DefinitionListParameters parameters, Workspace workspace, ApiRequest request, DefinitionQueries queries) =>
        request.AskAsync<ListDefinitions, DefinitionPage>(parameters.Read(workspace, request), Fields, queries.ListAsync);

    private static async Task<Response<DefinitionDetails>> GetAsync(
        string slug,
        [Description("Which version: its number, or a label; the newest without it.")] string? version,
        Workspace workspace,
        ApiRequest request,
        DefinitionQueries queries)
    {
        var response = await request.AskAsync<GetDefinition, DefinitionDetails>(
            new() { Workspace = workspace.Id, Slug = slug, Version = QueryText.Text(version) }, Fields, queries.GetAsync);

        // For If-Match. The tag stands for the content; labels and the current version move on beside it, and a deleted definition begins anew.
        return response.WithETag(definition => definition.Read.Version).NotStored();
    }

    private static Task<Response<DefinitionVersionPage>> ListVersionsAsync(
        [AsParameters] DefinitionVersionsParameters parameters, Workspace workspace, ApiRequest request, DefinitionQueries queries) =>
        request.AskAsync<ListDefinitionVersions, DefinitionVersionPage>(parameters.Read(workspace, request), Fields, queries.ListVersionsAsync);

    private static Task<Response<DefinitionDiff>> DiffAsync(
        [AsParameters] DefinitionDiffParameters parameters, Workspace workspace, ApiRequest request, DefinitionQueries queries) =>
        request.AskAsync<DiffDefinition, DefinitionDiff>(parameters.Read(workspace), Fields, queries.DiffAsync);

    private static async Task<Response<DefinitionAccepted>> SaveAsync(
        string slug, Body<DefinitionWrite> body, ExpectedVersion expected, IdempotencyKey key, Workspace workspace, ApiRequest request)
    {
        var response = await request.SendAsync<SaveDefinition, DefinitionAccepted>(
            new()
            {
                MessageId = key.MessageId($"definition {workspace.Id} {slug}", request.Now),
                SentAt = request.Now,
                Workspace = workspace.Id,
                Slug = slug,
                Content = body.Value.Content!,
                ExpectedVersion = expected.Or(body.Value.ExpectedVersion),
                ChangeDescription = body.Value.ChangeDescription,
                CreatedBy = body.Value.CreatedBy,
            },
            Fields);
        return response.WithETag(accepted => accepted.Version)
            .WithLocation(accepted => accepted.Outcome == DefinitionOutcome.Created ? $"/api/v1/definitions/{Uri.EscapeDataString(slug)}" : null);
    }

    private static async Task<Response<DefinitionAccepted>> RestoreAsync(
        string slug, Body<DefinitionRestore> body, ExpectedVersion expected, IdempotencyKey key, Workspace workspace, ApiRequest request)
    {
        var response = await request.SendAsync<RestoreDefinition, DefinitionAccepted>(
            new()
            {
                MessageId = key.MessageId($"restore {workspace.Id} {slug}", request.Now),
                SentAt = request.Now,
                Workspace = workspace.Id,
                Slug = slug,
                ToVersion = body.Value.ToVersion?.Text ?? "",
                ExpectedVersion = expected.Or(body.Value.ExpectedVersion),
                ChangeDescription = body.Value.ChangeDescription,
                CreatedBy = body.Value.CreatedBy,
            },
            Fields);
        return response.WithETag(accepted => accepted.Version);
    }

    private static Task<Response<DefinitionAccepted>> SwitchAsync(string slug, Body<DefinitionSwitch> body, Workspace workspace, ApiRequest request) =>
        request.SendAsync<SwitchDefinition, DefinitionAccepted>(
            new() { MessageId = request.NewId(), SentAt = request.Now, Workspace = workspace.Id, Slug = slug, Enabled = body.Value.Enabled }, Fields);

    private static Task<Response<DefinitionAccepted>> LabelAsync(string slug, string label, Body<DefinitionLabelling> body, Workspace workspace, ApiRequest request) =>
        request.SendAsync<LabelDefinition, DefinitionAccepted>(
            new() { MessageId = request.NewId(), SentAt = request.Now, Workspace = workspace.Id, Slug = slug, Label = label, Version = body.Value.Version?.Text }, Fields);

    private static Task<Response<DefinitionAccepted>> UnlabelAsync(string slug, string label, Workspace workspace, ApiRequest request) =>
        request.SendAsync<UnlabelDefinition, DefinitionAccepted>(
            new() { MessageId = request.NewId(), SentAt = request.Now, Workspace = workspace.Id, Slug = slug, Label = label }, Fields);

    private static Task<Response<DefinitionAccepted>> DeleteAsync(string slug, ExpectedVersion expected, Workspace workspace, ApiRequest request) =>
        request.SendAsync<DeleteDefinition, DefinitionAccepted>(
            new() { MessageId = request.NewId(), SentAt = request.Now, Workspace = workspace.Id, Slug = slug, ExpectedVersion = expected.Version }, Fields);
}
