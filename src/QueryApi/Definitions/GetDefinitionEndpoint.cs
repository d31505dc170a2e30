using System.ComponentModel;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Definitions;

internal static class GetDefinitionEndpoint
{
    public static async Task<Results<Ok<DefinitionDetails>, Problem>> HandleAsync(
        string slug,
        [Description("Which version: its number, or a label; the newest without it.")] string? version,
        Workspace workspace,
        HttpContext http,
        IRegistryStore store,
        Limits limits)
    {
        var query = new GetDefinition { Workspace = workspace.Id, Slug = slug, Version = QueryText.Text(version) };
        var faults = MessageRules.Check(query, limits);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults, DefinitionFields.All);
        }

        if (await store.Definitions.FindAsync(new DefinitionKey(query.Workspace, query.Slug), query.Version, http.RequestAborted) is not { } definition)
        {
            return Problem.DefinitionNotFound(query.Slug, query.Version);
        }

        // For If-Match: who saves what he made of an old version must hear that there is a newer one.
        http.Response.Headers.ETag = EntityTag.Of(definition.Read.Version);

        // The tag stands for the content; labels and the current version move on beside it, and one that was deleted begins anew.
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(definition);
    }
}
