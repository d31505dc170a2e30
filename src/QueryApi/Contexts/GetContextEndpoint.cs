using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Contexts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Contexts;

internal static class GetContextEndpoint
{
    public static async Task<Results<Ok<ContextDetails>, Problem>> HandleAsync(
        [AsParameters] ContextParameters parameters, Workspace workspace, HttpContext http, IRegistryStore store, Limits limits)
    {
        var (query, unreadable) = parameters.Read(workspace);
        var faults = MessageRules.Check(query, limits);
        if (unreadable.Count + faults.Count > 0)
        {
            return Problem.Invalid([.. unreadable, .. faults], ContextFields.All);
        }

        var key = new ContextKey(query.Workspace, query.AgentId, query.Name);
        if (await store.Contexts.FindAsync(key, query.Version, query.Checkpoint, http.RequestAborted) is not { } context)
        {
            return Problem.ContextNotFound(query.AgentId, query.Name, query.Version, query.Checkpoint);
        }

        // For If-Match: who writes what he made of an old version must hear that there is a newer one.
        http.Response.Headers.ETag = EntityTag.Of(context.Read.Version);

        // The tag stands for the data; checkpoints and the current version move on beside it, and a context that was deleted begins anew.
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(context);
    }
}
