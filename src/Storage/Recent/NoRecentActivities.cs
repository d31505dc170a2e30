using AgentRegistry.Contracts;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.Storage.Recent;

/// <summary>In process the tables cannot be away while the process is there: a copy of them would only cost memory.</summary>
public sealed class NoRecentActivities : IRecentActivities
{
    public Task AddAsync(IReadOnlyList<FeedEntry> activities, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<ActivityRecorded>> ReadAsync(string agentId, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ActivityRecorded>>([]);
}
