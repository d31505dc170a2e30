using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Definitions;

internal static class ListDefinitionsEndpoint
{
    public static async Task<Results<Ok<DefinitionPage>, Problem>> HandleAsync(
        [AsParameters] DefinitionListParameters parameters,
        Workspace workspace,
        IRegistryStore store,
        Limits limits,
        CancellationToken cancellationToken)
    {
        var (query, unreadable) = parameters.Read(workspace);
        var faults = MessageRules.Check(query, limits);
        return unreadable.Count + faults.Count > 0
            ? Problem.Invalid([.. unreadable, .. faults], DefinitionFields.All)
            : TypedResults.Ok(await store.Definitions.ListAsync(query, cancellationToken));
    }
}
