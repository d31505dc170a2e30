using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Agents;

/// <summary>Every agent that is registered, as of one revision of the feed: where a replica begins.</summary>
public sealed record AgentSnapshot(long Revision, IReadOnlyList<Agent> Agents);

/// <summary>The agents, outside of a transaction.</summary>
public interface IAgentReader
{
    /// <summary>All that are registered, and the revision that this is true for.</summary>
    Task<AgentSnapshot> SnapshotAsync(CancellationToken cancellationToken);

    /// <summary>Those of the given ids that are registered.</summary>
    Task<IReadOnlyList<Agent>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>All states that are registered, in pages by id.</summary>
    Task<IReadOnlyList<AgentState>> StatesAfterAsync(string lastId, int limit, CancellationToken cancellationToken);
}
