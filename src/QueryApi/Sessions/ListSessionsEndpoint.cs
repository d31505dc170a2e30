using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Sessions;

internal static class ListSessionsEndpoint
{
    public static async Task<Results<Ok<SessionPage>, Problem>> HandleAsync(
        [AsParameters] SessionListParameters parameters,
        Workspace workspace,
        IRegistryStore store,
        Limits limits,
        CancellationToken cancellationToken)
    {
        var (query, unreadable) = parameters.Read(workspace);
        var faults = MessageRules.Check(query, limits);
        return unreadable.Count + faults.Count > 0
            ? Problem.Invalid([.. unreadable, .. faults], SessionListParameters.Fields)
            : TypedResults.Ok(await store.Sessions.ListAsync(query, cancellationToken));
    }
}
