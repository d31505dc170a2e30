using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Instances;

/// <summary>Instances, outside of a transaction, with their agents' status.</summary>
public interface IInstanceReader
{
    /// <summary>An instance; null where the workspace has none of that id.</summary>
    Task<AgentInstance?> FindAsync(InstanceKey key, CancellationToken cancellationToken);

    /// <summary>Instances that pass the filter, by id. The question has kept the rules.</summary>
    Task<InstancePage> ListAsync(ListInstances query, CancellationToken cancellationToken);
}
