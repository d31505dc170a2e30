namespace AgentRegistry.Storage.Memory;

/// <summary>What agents remember of their work, searchable in plain words. Embedded: SQLite full text in the registry's own file.</summary>
public interface IMemoryStore
{
    /// <summary>Stores records; one that is there already (by its activity) is left as it is, so that a repeat is harmless.</summary>
    Task StoreAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken);

    /// <summary>The records that fit the words, best first.</summary>
    Task<IReadOnlyList<MemoryRecord>> SearchAsync(string query, int limit, CancellationToken cancellationToken);
}
