using AgentRegistry.Contracts;
using AgentRegistry.Storage.Definitions;

namespace AgentRegistry.Storage.Queries;

/// <summary>Answers valid queries on definitions, for the bus and for HTTP: with the response's contract or with <see cref="DefinitionNotFound"/>.</summary>
public sealed class DefinitionQueries(IRegistryStore store)
{
    public async Task<object> GetAsync(GetDefinition query, CancellationToken cancellationToken)
    {
        var key = new DefinitionKey(query.Workspace, query.Slug);
        return (object?)await store.Definitions.FindAsync(key, query.Version, cancellationToken) ?? NotFound(key, query.Version);
    }

    public async Task<object> ListVersionsAsync(ListDefinitionVersions query, CancellationToken cancellationToken)
    {
        var key = new DefinitionKey(query.Workspace, query.Slug);
        return (object?)await store.Definitions.ListVersionsAsync(key, query.Before, query.Limit, cancellationToken) ?? NotFound(key, version: null);
    }

    public async Task<object> DiffAsync(DiffDefinition query, CancellationToken cancellationToken)
    {
        var key = new DefinitionKey(query.Workspace, query.Slug);
        return (object?)await store.Definitions.DiffAsync(key, query.From, query.To, cancellationToken) ?? NotFound(key, query.To ?? query.From);
    }

    public async Task<object> ListAsync(ListDefinitions query, CancellationToken cancellationToken) => await store.Definitions.ListAsync(query, cancellationToken);

    private static DefinitionNotFound NotFound(DefinitionKey key, string? version) => new() { Workspace = key.Workspace, Slug = key.Slug, Version = version };
}
