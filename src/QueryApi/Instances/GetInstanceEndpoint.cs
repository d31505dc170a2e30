using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Instances;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Instances;

internal static class GetInstanceEndpoint
{
    public static async Task<Results<Ok<AgentInstance>, Problem>> HandleAsync(
        string id,
        Workspace workspace,
        HttpContext http,
        IRegistryStore store,
        Limits limits)
    {
        var query = new GetInstance { Workspace = workspace.Id, InstanceId = id };
        var faults = MessageRules.Check(query, limits);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults, InstanceFields.OfOne);
        }

        if (await store.Instances.FindAsync(new InstanceKey(query.Workspace, id), http.RequestAborted) is not { } instance)
        {
            return Problem.InstanceNotFound(id);
        }

        // For If-Match. It stands for the instance's own record: the status is its agent's, and moves on beside it.
        http.Response.Headers.ETag = EntityTag.Of(instance.Revision);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(instance);
    }
}
