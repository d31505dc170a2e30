using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Contexts;

/// <summary>Contexts, outside of a transaction. Null where the workspace has no such context, or the context no such version or checkpoint.</summary>
public interface IContextReader
{
    /// <summary>A context with the data of a version, as it was at one moment.</summary>
    /// <param name="key">Which context.</param>
    /// <param name="version">Which version; null: that of the checkpoint.</param>
    /// <param name="checkpoint">Which checkpoint; null as well: the current version.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<ContextDetails?> FindAsync(ContextKey key, int? version, string? checkpoint, CancellationToken cancellationToken);

    /// <summary>Versions before one, the newest first.</summary>
    Task<ContextVersionPage?> ListVersionsAsync(ContextKey key, int? before, int limit, CancellationToken cancellationToken);

    /// <summary>What makes one version another; the other is the current one where none is given.</summary>
    Task<ContextDiff?> DiffAsync(ContextKey key, int from, int? to, CancellationToken cancellationToken);

    /// <summary>Contexts that pass the filter, by agent and name. The question has kept the rules.</summary>
    Task<ContextPage> ListAsync(ListContexts query, CancellationToken cancellationToken);
}
