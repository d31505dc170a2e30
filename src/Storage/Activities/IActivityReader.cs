using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Activities;

/// <summary>An agent's last activities, newest first, and its metrics.</summary>
public sealed record ActivityRecap(IReadOnlyList<ExecutionHistoryItem> History, AgentMetrics Metrics)
{
    public static ActivityRecap Nothing { get; } = new([], new AgentMetrics());
}

/// <summary>How much happened, in all and lately.</summary>
public sealed record ActivityCounts(long Total, long LastMinute, long AgentChangesLastMinute);

/// <summary>The activities, outside of a transaction.</summary>
public interface IActivityReader
{
    Task<ActivityRecap> RecapAsync(string agentId, int historyLimit, CancellationToken cancellationToken);

    Task<ActivityCounts> CountAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
