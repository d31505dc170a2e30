using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Definitions;

internal static class DiffDefinitionEndpoint
{
    public static async Task<Results<Ok<DefinitionDiff>, Problem>> HandleAsync(
        [AsParameters] DefinitionDiffParameters parameters,
        Workspace workspace,
        IRegistryStore store,
        Limits limits,
        CancellationToken cancellationToken)
    {
        var query = parameters.Read(workspace);
        var faults = MessageRules.Check(query, limits);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults, DefinitionFields.All);
        }

        return await store.Definitions.DiffAsync(new DefinitionKey(query.Workspace, query.Slug), query.From, query.To, cancellationToken) is { } diff
            ? TypedResults.Ok(diff)
            : Problem.DefinitionNotFound(query.Slug, query.To ?? query.From);
    }
}
