using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Routing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Routing;

internal static class GetRouteEndpoint
{
    private static readonly FieldNames Names = new(("routeId", "id"), ("workspace", Workspace.Header));

    public static async Task<Results<Ok<RouteDecision>, Problem>> HandleAsync(
        string id, Workspace workspace, RouteLog log, Limits limits, CancellationToken cancellationToken)
    {
        // What is no UUID is none, and refused as that.
        _ = Guid.TryParse(id, out var routeId);
        var faults = MessageRules.Check(new GetRoute { Workspace = workspace.Id, RouteId = routeId }, limits);
        return faults.Count > 0 ? Problem.Invalid(faults, Names)
            : await log.FindAsync(workspace.Id, routeId, cancellationToken) is { } decision ? TypedResults.Ok(decision)
            : Problem.RouteNotFound(routeId);
    }
}
