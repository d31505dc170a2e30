using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Definitions;

internal static class ListDefinitionVersionsEndpoint
{
    public static async Task<Results<Ok<DefinitionVersionPage>, Problem>> HandleAsync(
        [AsParameters] DefinitionVersionsParameters parameters,
        Workspace workspace,
        IRegistryStore store,
        Limits limits,
        CancellationToken cancellationToken)
    {
        var (query, unreadable) = parameters.Read(workspace);
        var faults = MessageRules.Check(query, limits);
        if (unreadable.Count + faults.Count > 0)
        {
            return Problem.Invalid([.. unreadable, .. faults], DefinitionFields.All);
        }

        return await store.Definitions.ListVersionsAsync(new DefinitionKey(query.Workspace, query.Slug), query.Before, query.Limit, cancellationToken) is { } page
            ? TypedResults.Ok(page)
            : Problem.DefinitionNotFound(query.Slug);
    }
}
