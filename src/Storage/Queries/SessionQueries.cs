using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.Storage.Queries;

/// <summary>Answers valid queries on sessions, for the bus and for HTTP: with the response's contract or with <see cref="SessionNotFound"/>.</summary>
public sealed class SessionQueries(IRegistryStore store)
{
    public async Task<object> GetAsync(GetSession query, CancellationToken cancellationToken)
    {
        var key = new SessionKey(query.Workspace, query.SessionId);
        return (object?)await store.Sessions.FindAsync(key, cancellationToken) ?? NotFound(key);
    }

    public async Task<object> GetContextAsync(GetSessionContext query, CancellationToken cancellationToken)
    {
        var key = new SessionKey(query.Workspace, query.SessionId);
        return (object?)await store.Sessions.FindContextAsync(key, cancellationToken) ?? NotFound(key);
    }

    public async Task<object> ListMessagesAsync(ListSessionMessages query, CancellationToken cancellationToken)
    {
        var key = new SessionKey(query.Workspace, query.SessionId);
        return (object?)await store.Sessions.ListMessagesAsync(key, query.After, query.Limit, cancellationToken) ?? NotFound(key);
    }

    public async Task<object> ListInvocationsAsync(ListSessionInvocations query, CancellationToken cancellationToken)
    {
        var key = new SessionKey(query.Workspace, query.SessionId);
        return (object?)await store.Sessions.ListInvocationsAsync(key, query.After, query.Limit, cancellationToken) ?? NotFound(key);
    }

    public async Task<object> ListAsync(ListSessions query, CancellationToken cancellationToken) => await store.Sessions.ListAsync(query, cancellationToken);

    public async Task<object> AnalyseAsync(AnalyseSessions query, CancellationToken cancellationToken) => await store.Sessions.AnalyseAsync(query, cancellationToken);

    private static SessionNotFound NotFound(SessionKey key) => new() { Workspace = key.Workspace, SessionId = key.SessionId };
}
