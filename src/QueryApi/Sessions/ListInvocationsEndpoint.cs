using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Sessions;

internal static class ListInvocationsEndpoint
{
    public static async Task<Results<Ok<SessionInvocationPage>, Problem>> HandleAsync(
        [AsParameters] SessionPageParameters parameters,
        Workspace workspace,
        IRegistryStore store,
        Limits limits,
        CancellationToken cancellationToken)
    {
        var (limit, after, unreadable) = parameters.Read();
        var query = new ListSessionInvocations { Workspace = workspace.Id, SessionId = parameters.Id, Limit = limit, After = after };
        var faults = MessageRules.Check(query, limits);
        if (unreadable.Count + faults.Count > 0)
        {
            return Problem.Invalid([.. unreadable, .. faults], SessionFields.OfOne);
        }

        var key = new SessionKey(query.Workspace, query.SessionId);
        return await store.Sessions.ListInvocationsAsync(key, query.After, query.Limit, cancellationToken) is { } page
            ? TypedResults.Ok(page)
            : Problem.SessionNotFound(query.SessionId);
    }
}
