using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.Storage.Queries;
using AgentRegistry.Storage.Registrations;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Versions;

/// <summary>Everything under <c>/api/v1/agents/{id}/versions</c>: an agent's registration as it is and was.</summary>
internal static class VersionEndpoints
{
    private static readonly FieldNames Fields = new(("agentId", "id"), ("workspace", Workspace.Header));

    public static void MapVersions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/agents/{id}/versions").WithTags("Agents").Scoped()
            .AnswersProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", ListAsync)
            .WithName("ListRegistrationVersions")
            .WithSummary("List the versions of an agent's registration in pages")
            .WithDescription("The newest first, with who made each and which fields differ from the one before; for the next page pass next_before on as before.");
        group.MapGet("/{version}", GetAsync)
            .WithName("GetRegistrationVersion")
            .WithSummary("Get an agent's registration as it was");
        group.MapGet("/diff", DiffAsync)
            .WithName("DiffRegistrationVersions")
            .WithSummary("Compare two versions")
            .WithDescription("As a JSON Patch (RFC 6902): applied to the registration of from it gives that of to, which may be the earlier one.");
        group.MapPost("/{version}/restore", RestoreAsync)
            .WithName("RestoreRegistration")
            .WithSummary("Make an earlier version the current one")
            .WithDescription("It becomes a new version; nothing is taken back. It holds until the agent itself registers again and says otherwise. With If-Match, only if the agent has not changed since.")
            .AnswersProblems(StatusCodes.Status409Conflict);
    }

    private static Task<Response<RegistrationVersionPage>> ListAsync(
        [AsParameters] VersionPageParameters parameters, AgentScope scope, ApiRequest request, RegistrationVersionQueries queries) =>
        request.AskAsync<ListRegistrationVersions, RegistrationVersionPage>(parameters.Read(scope, request), Fields, queries.ListAsync);

    private static Task<Response<RegistrationDetails>> GetAsync(
        string id,
        [Description("Which version."), DocumentedQuery(typeof(int), Minimum = 1)] string version,
        AgentScope scope,
        ApiRequest request,
        RegistrationVersionQueries queries) =>
        request.AskAsync<GetRegistrationVersion, RegistrationDetails>(
            new() { Workspace = scope.Workspace, AgentId = id, Version = request.Text.Whole(version, "version") }, Fields, queries.GetAsync);

    private static Task<Response<RegistrationDiff>> DiffAsync(
        [AsParameters] VersionDiffParameters parameters, AgentScope scope, ApiRequest request, RegistrationVersionQueries queries) =>
        request.AskAsync<DiffRegistrationVersions, RegistrationDiff>(
            parameters.Read(scope, request), Fields, (query, cancellationToken) => queries.DiffAsync(query, WireJson.Options, cancellationToken));

    private static async Task<Response<AgentAccepted>> RestoreAsync(
        string id,
        [Description("The version to restore."), DocumentedQuery(typeof(int), Minimum = 1)] string version,
        Body<Restoration> body,
        ExpectedRevision expected,
        AgentScope scope,
        ApiRequest request)
    {
        var response = await request.SendAsync<RestoreRegistration, AgentAccepted>(
            new()
            {
                MessageId = request.NewId(),
                SentAt = request.Now,
                Workspace = scope.Workspace,
                AgentId = id,
                Version = request.Text.Whole(version, "version") ?? 1,
                ChangedBy = body.Value.ChangedBy,
                ExpectedRevision = expected.Or(body.Value.ExpectedRevision),
            },
            Fields);
        return response.WithETag(accepted => accepted.Revision);
    }
}

/// <summary>The URL's parameters of a page of versions. All are text here, so that every faulty one is named and not the first only.</summary>
internal readonly record struct VersionPageParameters(
    [property: FromRoute] string Id,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Minimum = 1, Maximum = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("Those before this version; the next_before of the page before."), DocumentedQuery(typeof(int), Minimum = 1)] string? Before)
{
    public ListRegistrationVersions Read(AgentScope scope, ApiRequest request) => new()
    {
        Workspace = scope.Workspace,
        AgentId = Id,
        Limit = request.Text.Whole(Limit, "limit", Defaults.PageSize),
        Before = request.Text.Whole(Before, "before"),
    };
}

/// <summary>The URL's parameters of a comparison.</summary>
internal readonly record struct VersionDiffParameters(
    [property: FromRoute] string Id,
    [property: Required, Description("The version that the patch is applied to."), DocumentedQuery(typeof(int), Minimum = 1)] string? From,
    [property: Description("The version that it gives, instead of the current one."), DocumentedQuery(typeof(int), Minimum = 1)] string? To)
{
    public DiffRegistrationVersions Read(AgentScope scope, ApiRequest request) =>
        new() { Workspace = scope.Workspace, AgentId = Id, From = request.Text.Whole(From, "from") ?? 0, To = request.Text.Whole(To, "to") };
}

/// <summary>An earlier version of a registration is to be the current one.</summary>
internal sealed record Restoration
{
    /// <summary>Who does it; up to 128 characters. Absent: nobody is named.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>As the header If-Match: the revision that the agent must have now.</summary>
    public long? ExpectedRevision { get; init; }
}
