using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Telemetry;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using AgentRegistry.Routing;

namespace AgentRegistry.QueryApi.Routing;

/// <summary>Which agents can do something, and which should take it on.</summary>
internal static class RoutingEndpoints
{
    private static readonly FieldNames FieldsOfRoute = new(("routeId", "id"), ("workspace", Workspace.Header));

    public static void MapRouting(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/api/v1/capabilities").WithTags("Capabilities").Scoped().AnswersProblems(StatusCodes.Status400BadRequest)
            .MapGet("/search", SearchAsync)
            .WithName("SearchCapabilities")
            .WithSummary("Search agents by their capabilities")
            .WithDescription("Best first, each with the capability that matches and its cost. No match is a response too: an empty list.");

        var group = routes.MapGroup("/api/v1").WithTags("Routing").AnswersProblems(StatusCodes.Status400BadRequest);
        group.MapPost("/route", RouteAsync)
            .WithName("RouteQuery")
            .WithSummary("Find the right agent for a request")
            .WithDescription(
                "Two stages: agents that match by their text and by what they answered before, then those of them that can take work now, ranked by "
                + "health, load, success, speed and cost, each with its reasons. That no agent fits is a response too: 'fits' is false. With "
                + "'include_rejected' it names who was left out, and why. In a session, a query that says little by itself goes to the agent last called.");
        group.MapGet("/routes/{id}", GetAsync)
            .AnswersProblems(StatusCodes.Status404NotFound)
            .WithName("GetRoute")
            .WithSummary("Explain a routing decision")
            .WithDescription("The decision as it was made, with those who were left out and why; by 'route_id' of the response. Kept for Retention__RouteDays.");
    }

    public static Task<Response<CapabilityMatches>> SearchAsync(
        [AsParameters] SearchParameters parameters, AgentScope scope, ApiRequest request, AgentDirectory directory)
    {
        SearchMetrics.Increment();
        return request.AskAsync<SearchCapabilities, CapabilityMatches>(
            parameters.Read(scope, request), SearchParameters.Fields, (query, _) => Task.FromResult<object>(directory.Search(query)));
    }

    private static Task<Response<RouteDecision>> RouteAsync(Body<RouteQuery> body, Workspace workspace, ApiRequest request, AgentRouting routing)
    {
        SearchMetrics.Increment();
        return request.AskAsync<RouteQuery, RouteDecision>(
            workspace.IsGiven ? body.Value with { Workspace = workspace.Id } : body.Value,
            FieldNames.Unchanged,
            async (query, ct) => await routing.DecideAsync(query, ct));
    }

    private static Task<Response<RouteDecision>> GetAsync(string id, Workspace workspace, ApiRequest request, RouteLog log)
    {
        // An invalid UUID is read as none, and refused as that.
        _ = Guid.TryParse(id, out var routeId);
        return request.AskAsync<GetRoute, RouteDecision>(
            new() { Workspace = workspace.Id, RouteId = routeId },
            FieldsOfRoute,
            async (query, ct) => await log.FindAsync(query.Workspace, query.RouteId, ct) ?? (object)new RouteNotFound { RouteId = query.RouteId });
    }
}

/// <summary>The URL's parameters of a search. All are text here, so that every faulty one is named and not the first only.</summary>
internal readonly record struct SearchParameters(
    [property: Required, Description("Who can do this? In plain words, or a capability's or agent's name.")] string? Q,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Minimum = 1, Maximum = 100, Default = SearchParameters.DefaultLimit)] string? Limit,
    [property: Description("Only agents with this status."), DocumentedQuery(typeof(AgentStatus))] string? Status,
    [property: Description("Only agents of this type.")] string? Type,
    [property: Description("Only agents with all of these tags, commas between them.")] string? Tags,
    [property: Description("Only agents in this workspace.")] string? Workspace,
    [property: Description("Only agents in this project.")] string? Project)
{
    public const int DefaultLimit = 10;

    /// <summary>How the URL names the fields of <see cref="SearchCapabilities"/>.</summary>
    public static FieldNames Fields { get; } = new("filter.", ("query", "q"));

    public SearchCapabilities Read(AgentScope scope, ApiRequest request) => new()
    {
        Query = Q ?? "",
        Limit = request.Text.Whole(Limit, "limit", DefaultLimit),
        Filter = new ListAgents
        {
            Type = QueryText.Text(Type),
            Status = request.Text.Name<AgentStatus>(Status, "status"),
            Tags = QueryText.Names(Tags),
            Workspace = scope.With(QueryText.Text(Workspace), request),
            Project = QueryText.Text(Project),
        },
    };
}

/// <summary>Counts searches and routed queries, without a label for the query: a series for each would never end.</summary>
internal static class SearchMetrics
{
    // The worker declares it in the same words: in one process the two are one.
    private static readonly Counter<long> Requests = RegistryMeter.Instance.CreateCounter<long>(
        "agent_registry_discovery_requests_total", null, "Capability searches and routed queries, over the bus and HTTP");

    /// <summary>From now on it stands among the metrics, be it at 0.</summary>
    public static void Declare() => Requests.Add(0);

    public static void Increment() => Requests.Add(1);
}
