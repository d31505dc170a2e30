using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Contexts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Contexts;

internal static class DiffContextEndpoint
{
    public static async Task<Results<Ok<ContextDiff>, Problem>> HandleAsync(
        [AsParameters] DiffParameters parameters,
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
        return await store.Contexts.DiffAsync(key, query.From, query.To, cancellationToken) is { } diff
            ? TypedResults.Ok(diff)
            : Problem.ContextNotFound(query.AgentId, query.Name, query.To ?? query.From);
    }
}
