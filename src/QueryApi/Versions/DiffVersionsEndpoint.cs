using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Registrations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Versions;

internal static class DiffVersionsEndpoint
{
    public static async Task<Results<Ok<RegistrationDiff>, Problem>> HandleAsync(
        [AsParameters] VersionDiffParameters parameters, AgentScope scope, IRegistryStore store, Limits limits, CancellationToken cancellationToken)
    {
        var (query, unreadable) = parameters.Read(scope);
        var faults = MessageRules.Check(query, limits);
        if (unreadable.Count + faults.Count > 0)
        {
            return Problem.Invalid([.. unreadable, .. faults], VersionFields.All);
        }

        var (diff, missing) = await store.Registrations.DiffAsync(query, WireJson.Options, cancellationToken);
        return diff is null ? await store.NoVersionAsync(query.Workspace, query.AgentId, missing, cancellationToken) : TypedResults.Ok(diff);
    }
}
