namespace AgentRegistry.Storage.Contexts;

/// <summary>Contexts and their versions, within a transaction.</summary>
public interface IContextTable
{
    /// <summary>Locks the rows of contexts until the transaction ends, in the order of their keys, and holds the names that are to be created.</summary>
    /// <param name="keys">Which contexts; each once.</param>
    /// <param name="created">Those of them that may be created: two who create one wait for each other here.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Those that there are.</returns>
    Task<IReadOnlyDictionary<ContextKey, ContextState>> LockAsync(
        IReadOnlyCollection<ContextKey> keys, IReadOnlyCollection<ContextKey> created, CancellationToken cancellationToken);

    /// <summary>Which versions and checkpoints contexts have. Ask when they are locked: nobody adds to them then.</summary>
    Task<IReadOnlyDictionary<ContextKey, ContextHistory>> ReadHistoryAsync(IReadOnlyCollection<ContextKey> keys, CancellationToken cancellationToken);

    /// <summary>Deletes contexts with all their versions and checkpoints.</summary>
    Task DeleteAsync(IReadOnlyCollection<ContextKey> keys, CancellationToken cancellationToken);

    /// <summary>Writes contexts that are locked, new or not.</summary>
    Task SaveAsync(IReadOnlyCollection<ContextState> states, CancellationToken cancellationToken);

    /// <summary>Stores versions. What they are copies of is there.</summary>
    Task AddVersionsAsync(IReadOnlyCollection<StoredVersion> versions, CancellationToken cancellationToken);

    /// <summary>Removes versions that are not kept any more. A commit that removes one that is pointed to is refused.</summary>
    Task RemoveVersionsAsync(IReadOnlyCollection<(ContextKey Context, int Version)> versions, CancellationToken cancellationToken);

    /// <summary>Writes checkpoints, new or moved.</summary>
    Task SaveCheckpointsAsync(IReadOnlyCollection<StoredCheckpoint> checkpoints, CancellationToken cancellationToken);

    /// <summary>Removes checkpoints; their versions stay.</summary>
    Task RemoveCheckpointsAsync(IReadOnlyCollection<(ContextKey Context, string Checkpoint)> checkpoints, CancellationToken cancellationToken);
}
