using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Contexts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Contexts;

internal static class ListVersionsEndpoint
{
    public static async Task<Results<Ok<ContextVersionPage>, Problem>> HandleAsync(
        [AsParameters] VersionPageParameters parameters,
        Workspace workspace,
        IRegistryStore store,
        Limits limits,
        CancellationToken cancellationToken)
    {
        var (query, unreadable) = parameters.Read(workspace);
        var faults = MessageRules.Check(query, limits);
        if (unreadable.Count + faults.Count > 0)
        {
            return Problem.Invalid([.. unreadable, .. faults], ContextFields.All);
        }

        var key = new ContextKey(query.Workspace, query.AgentId, query.Name);
        return await store.Contexts.ListVersionsAsync(key, query.Before, query.Limit, cancellationToken) is { } page
            ? TypedResults.Ok(page)
            : Problem.ContextNotFound(query.AgentId, query.Name);
    }
}
