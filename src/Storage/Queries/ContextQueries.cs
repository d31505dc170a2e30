using AgentRegistry.Contracts;
using AgentRegistry.Storage.Contexts;

namespace AgentRegistry.Storage.Queries;

/// <summary>Answers valid queries on contexts, for the bus and for HTTP: with the response's contract or with <see cref="ContextNotFound"/>.</summary>
public sealed class ContextQueries(IRegistryStore store)
{
    public async Task<object> GetAsync(GetContext query, CancellationToken cancellationToken)
    {
        var key = new ContextKey(query.Workspace, query.AgentId, query.Name);
        return (object?)await store.Contexts.FindAsync(key, query.Version, query.Checkpoint, cancellationToken)
            ?? NotFound(key) with { Version = query.Version, Checkpoint = query.Checkpoint };
    }

    public async Task<object> ListVersionsAsync(ListContextVersions query, CancellationToken cancellationToken)
    {
        var key = new ContextKey(query.Workspace, query.AgentId, query.Name);
        return (object?)await store.Contexts.ListVersionsAsync(key, query.Before, query.Limit, cancellationToken) ?? NotFound(key);
    }

    public async Task<object> DiffAsync(DiffContext query, CancellationToken cancellationToken)
    {
        var key = new ContextKey(query.Workspace, query.AgentId, query.Name);
        return (object?)await store.Contexts.DiffAsync(key, query.From, query.To, cancellationToken) ?? NotFound(key) with { Version = query.To ?? query.From };
    }

    public async Task<object> ListAsync(ListContexts query, CancellationToken cancellationToken) => await store.Contexts.ListAsync(query, cancellationToken);

    private static ContextNotFound NotFound(ContextKey key) => new() { Workspace = key.Workspace, AgentId = key.AgentId, Name = key.Name };
}
