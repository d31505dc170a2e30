using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Contexts;

internal static class ListContextsEndpoint
{
    public static async Task<Results<Ok<ContextPage>, Problem>> HandleAsync(
        [AsParameters] ContextListParameters parameters,
        Workspace workspace,
        IRegistryStore store,
        Limits limits,
        CancellationToken cancellationToken)
    {
        var (query, unreadable) = parameters.Read(workspace);
        var faults = MessageRules.Check(query, limits);
        return unreadable.Count + faults.Count > 0
            ? Problem.Invalid([.. unreadable, .. faults], ContextFields.All)
            : TypedResults.Ok(await store.Contexts.ListAsync(query, cancellationToken));
    }
}
