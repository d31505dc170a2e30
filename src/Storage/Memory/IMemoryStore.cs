using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Memory;

/// <summary>
/// What agents remember of their work, searchable in plain words: in the registry's own tables (PostgreSQL or SQLite full text),
/// and, where there is one, in a memory server.
/// </summary>
public interface IMemoryStore
{
    /// <summary>False while it is known to be away: nothing is gained by trying.</summary>
    bool IsReachable { get; }

    /// <summary>Stores records; one that is there already (by its activity) is left as it is, so that a repeat is harmless.</summary>
    Task StoreAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken);

    /// <summary>The records that fit the words, of the workspace if one is named, best first.</summary>
    Task<IReadOnlyList<MemoryRecord>> SearchAsync(SearchMemory query, CancellationToken cancellationToken);
}
