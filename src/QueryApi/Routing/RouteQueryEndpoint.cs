using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Capabilities;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage.Replica;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Routing;

internal static class RouteQueryEndpoint
{
    public static async Task<Results<Ok<RouteDecision>, Problem>> HandleAsync(
        Body<RouteQuery> body, AgentRouting routing, Limits limits, CancellationToken cancellationToken)
    {
        SearchMeasures.Asked();
        var faults = MessageRules.Check(body.Value, limits);
        return faults.Count > 0
            ? Problem.Invalid(faults, FieldNames.AsTheyAre)
            : TypedResults.Ok(await routing.DecideAsync(body.Value, cancellationToken));
    }
}
