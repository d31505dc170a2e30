using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Sessions;

internal static class GetSessionEndpoint
{
    public static async Task<Results<Ok<SessionDetails>, Problem>> HandleAsync(
        string id, Workspace workspace, IRegistryStore store, Limits limits, CancellationToken cancellationToken)
    {
        var (session, problem) = await FindAsync(id, workspace, store, limits, cancellationToken);
        return session is null ? problem! : TypedResults.Ok(session);
    }

    /// <summary>The session whole, or the problem with that.</summary>
    public static async Task<(SessionDetails? Session, Problem? Problem)> FindAsync(
        string id, Workspace workspace, IRegistryStore store, Limits limits, CancellationToken cancellationToken)
    {
        var faults = MessageRules.Check(new GetSession { Workspace = workspace.Id, SessionId = id }, limits);
        return faults.Count > 0 ? (null, Problem.Invalid(faults, SessionFields.OfOne))
            : await store.Sessions.FindAsync(new SessionKey(workspace.Id, id), cancellationToken) is { } session ? (session, null)
            : (null, Problem.SessionNotFound(id));
    }
}
