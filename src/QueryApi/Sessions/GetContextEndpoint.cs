using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Sessions;

internal static class GetContextEndpoint
{
    public static async Task<Results<Ok<SessionContext>, Problem>> HandleAsync(
        string id, Workspace workspace, IRegistryStore store, Limits limits, CancellationToken cancellationToken)
    {
        var faults = MessageRules.Check(new GetSessionContext { Workspace = workspace.Id, SessionId = id }, limits);
        return faults.Count > 0 ? Problem.Invalid(faults, SessionFields.OfOne)
            : await store.Sessions.FindContextAsync(new SessionKey(workspace.Id, id), cancellationToken) is { } context ? TypedResults.Ok(context)
            : Problem.SessionNotFound(id);
    }
}
