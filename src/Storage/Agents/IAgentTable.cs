namespace AgentRegistry.Storage.Agents;

/// <summary>The agents, within a transaction. Rows are locked in the order of their ids, so that two batches never wait for each other.</summary>
public interface IAgentTable
{
    /// <summary>The states of those that are registered or deleted; the others are left out. No lock.</summary>
    Task<IReadOnlyDictionary<string, AgentState>> ReadStatesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>What those last said of themselves. No lock.</summary>
    Task<IReadOnlyDictionary<string, AgentReport>> ReadReportsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>The states, locked until the transaction ends.</summary>
    Task<IReadOnlyDictionary<string, AgentState>> LockStatesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Whole records, locked until the transaction ends; ids that are new are reserved, so that two processes cannot register one at once.</summary>
    Task<IReadOnlyDictionary<string, AgentRecord>> LockRecordsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Writes the states of locked rows.</summary>
    Task SaveStatesAsync(IReadOnlyCollection<AgentState> states, CancellationToken cancellationToken);

    /// <summary>Writes whole records of locked or reserved rows.</summary>
    Task SaveRecordsAsync(IReadOnlyCollection<AgentRecord> records, CancellationToken cancellationToken);
}
