using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Definitions;

/// <summary>Definitions, their versions and labels, within a transaction.</summary>
public interface IDefinitionTable
{
    /// <summary>Locks the row of a definition until the transaction ends.</summary>
    /// <param name="key">Which definition.</param>
    /// <param name="creates">True where it may be created: two who create one wait for each other here. Save it then, or do not commit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null where there is none.</returns>
    Task<DefinitionState?> LockAsync(DefinitionKey key, bool creates, CancellationToken cancellationToken);

    /// <summary>The labels that were set, and their versions. Ask when the definition is locked.</summary>
    Task<IReadOnlyDictionary<string, int>> ReadLabelsAsync(DefinitionKey key, CancellationToken cancellationToken);

    /// <summary>What a version says; null where there is none.</summary>
    Task<DefinitionContent?> ReadContentAsync(DefinitionKey key, int version, CancellationToken cancellationToken);

    /// <summary>The version that a message made; null where it made none.</summary>
    Task<int?> FindMessageAsync(DefinitionKey key, Guid messageId, CancellationToken cancellationToken);

    /// <summary>Writes a definition that is locked.</summary>
    Task SaveAsync(DefinitionState state, CancellationToken cancellationToken);

    /// <summary>Stores a version. None is ever changed.</summary>
    Task AddVersionAsync(StoredDefinitionVersion version, CancellationToken cancellationToken);

    /// <summary>Writes a label, new or moved.</summary>
    Task SaveLabelAsync(DefinitionKey key, string label, int version, CancellationToken cancellationToken);

    /// <summary>Removes a label; its version stays.</summary>
    Task RemoveLabelAsync(DefinitionKey key, string label, CancellationToken cancellationToken);

    /// <summary>Deletes a definition with all its versions and labels. A commit that deletes one with instances is refused.</summary>
    Task DeleteAsync(DefinitionKey key, CancellationToken cancellationToken);
}
