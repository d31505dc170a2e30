using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Versions;

internal static class GetVersionEndpoint
{
    public static async Task<Results<Ok<RegistrationDetails>, Problem>> HandleAsync(
        string id,
        [Description("Which version."), DocumentedQuery(typeof(int), Least = 1)] string version,
        AgentScope scope,
        IRegistryStore store,
        Limits limits,
        CancellationToken cancellationToken)
    {
        var text = new QueryText();
        var query = new GetRegistrationVersion { Workspace = scope.Workspace, AgentId = id, Version = text.Whole(version, "version") };
        IReadOnlyList<Fault> faults = [.. text.Faults, .. MessageRules.Check(query, limits)];
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults, VersionFields.All);
        }

        return await store.Registrations.FindAsync(query.Workspace, query.AgentId, query.Version, cancellationToken) is { } found
            ? TypedResults.Ok(found)
            : await store.NoVersionAsync(query.Workspace, query.AgentId, query.Version, cancellationToken);
    }
}
