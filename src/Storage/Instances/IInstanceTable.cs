using AgentRegistry.Storage.Definitions;

namespace AgentRegistry.Storage.Instances;

/// <summary>Instances, within a transaction. Their agents' rows are locked before.</summary>
public interface IInstanceTable
{
    /// <summary>Locks a workspace's room until the transaction ends: of all who spawn there, one at a time counts and adds.</summary>
    /// <returns>How many instances there are in it.</returns>
    Task<int> LockRoomAsync(string workspace, CancellationToken cancellationToken);

    /// <summary>How many instances a definition has. Ask when the definition is locked: nobody spawns from it then.</summary>
    Task<int> CountAsync(DefinitionKey definition, CancellationToken cancellationToken);

    /// <summary>Locks the row of an instance until the transaction ends; null where there is none.</summary>
    Task<InstanceState?> LockAsync(InstanceKey key, CancellationToken cancellationToken);

    /// <summary>Writes an instance, new or locked. A commit with one whose agent or version of a definition is not in its workspace is refused.</summary>
    Task SaveAsync(InstanceState state, CancellationToken cancellationToken);

    /// <summary>Deletes those of these agents that are instances.</summary>
    Task DeleteAsync(IReadOnlyCollection<string> agentIds, CancellationToken cancellationToken);
}
