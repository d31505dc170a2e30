using AgentRegistry.Contracts;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.Storage.Recent;

/// <summary>
/// The last activities of each agent, for 24 hours: Redis, or in process. What the API answers with while the tables are away.
/// Written after the commit and best effort: the tables are the truth.
/// </summary>
public interface IRecentActivities
{
    /// <summary>How many are kept for an agent.</summary>
    const int Kept = 50;

    /// <summary>How long they are kept.</summary>
    static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>Adds what was committed, as the feed has it.</summary>
    Task AddAsync(IReadOnlyList<FeedEntry> activities, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<ActivityRecorded>> ReadAsync(string agentId, int limit, CancellationToken cancellationToken);
}
