using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Versions;

internal static class ListVersionsEndpoint
{
    public static async Task<Results<Ok<RegistrationVersionPage>, Problem>> HandleAsync(
        [AsParameters] VersionPageParameters parameters, AgentScope scope, IRegistryStore store, Limits limits, CancellationToken cancellationToken)
    {
        var (query, unreadable) = parameters.Read(scope);
        var faults = MessageRules.Check(query, limits);
        if (unreadable.Count + faults.Count > 0)
        {
            return Problem.Invalid([.. unreadable, .. faults], VersionFields.All);
        }

        return await store.Registrations.ListAsync(query.Workspace, query.AgentId, query.Before, query.Limit, cancellationToken) is { } page
            ? TypedResults.Ok(page)
            : Problem.AgentNotFound(query.AgentId);
    }
}
