using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Capabilities;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Routing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Routing;

internal static class RouteQueryEndpoint
{
    public static async Task<Results<Ok<RouteDecision>, Problem>> HandleAsync(
        Body<RouteQuery> body, Workspace workspace, AgentRouting routing, Limits limits, CancellationToken cancellationToken)
    {
        SearchMetrics.Asked();
        var query = workspace.IsGiven ? body.Value with { Workspace = workspace.Id } : body.Value;
        var faults = MessageRules.Check(query, limits);
        return faults.Count > 0
            ? Problem.Invalid(faults, FieldNames.AsTheyAre)
            : TypedResults.Ok(await routing.DecideAsync(query, cancellationToken));
    }
}
