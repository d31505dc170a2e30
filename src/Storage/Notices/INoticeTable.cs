using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Notices;

/// <summary>How the registry's own parts work: the last notice of each topic. Within a transaction.</summary>
public interface INoticeTable
{
    /// <summary>
    /// Writes a notice unless its topic is in that state already, as one that nobody has ever spoken of is in its usual state.
    /// True when it was written.
    /// </summary>
    Task<bool> PutAsync(RegistryNotice notice, bool isUsual, CancellationToken cancellationToken);
}

/// <summary>The last notice of each topic, outside of a transaction.</summary>
public interface INoticeReader
{
    Task<IReadOnlyList<RegistryNotice>> ReadAsync(CancellationToken cancellationToken);
}
