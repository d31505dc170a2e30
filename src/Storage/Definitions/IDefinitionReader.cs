using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Definitions;

/// <summary>Definitions, outside of a transaction. Null where the workspace has no such definition, or the definition no such version or label.</summary>
public interface IDefinitionReader
{
    /// <summary>A definition with what a version says, as it was at one moment.</summary>
    /// <param name="key">Which definition.</param>
    /// <param name="version">A number or a label; null: the newest.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<DefinitionDetails?> FindAsync(DefinitionKey key, string? version, CancellationToken cancellationToken);

    /// <summary>Versions before one, the newest first.</summary>
    Task<DefinitionVersionPage?> ListVersionsAsync(DefinitionKey key, int? before, int limit, CancellationToken cancellationToken);

    /// <summary>What makes one version another; the other is the newest where none is given.</summary>
    Task<DefinitionDiff?> DiffAsync(DefinitionKey key, string from, string? to, CancellationToken cancellationToken);

    /// <summary>Definitions that pass the filter, by slug. The question has kept the rules.</summary>
    Task<DefinitionPage> ListAsync(ListDefinitions query, CancellationToken cancellationToken);
}
