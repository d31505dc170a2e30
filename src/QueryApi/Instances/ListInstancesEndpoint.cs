using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Instances;

internal static class ListInstancesEndpoint
{
    public static async Task<Results<Ok<InstancePage>, Problem>> HandleAsync(
        [AsParameters] InstanceListParameters parameters,
        Workspace workspace,
        IRegistryStore store,
        Limits limits,
        CancellationToken cancellationToken)
    {
        var (query, unreadable) = parameters.Read(workspace);
        var faults = MessageRules.Check(query, limits);
        return unreadable.Count + faults.Count > 0
            ? Problem.Invalid([.. unreadable, .. faults], InstanceFields.All)
            : TypedResults.Ok(await store.Instances.ListAsync(query, cancellationToken));
    }
}
