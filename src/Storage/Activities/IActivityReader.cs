using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Activities;

/// <summary>An agent's last activities, newest first, and its metrics.</summary>
public sealed record ActivitySummary(IReadOnlyList<ExecutionHistoryItem> History, AgentMetrics Metrics)
{
    /// <summary>
    /// Bytes of output and error that a history holds, all its entries together: 500 of the longest would be a gigabyte, and a broker
    /// takes no message of more than 16 MiB unless it is told to.
    /// </summary>
    public const int MostText = 4 << 20;

    public static ActivitySummary Nothing { get; } = new([], new AgentMetrics());
}

/// <summary>How much happened, in all and lately.</summary>
public sealed record ActivityCounts(long Total, long LastMinute, long AgentChangesLastMinute);

/// <summary>The activities, outside of a transaction.</summary>
public interface IActivityReader
{
    /// <summary>At most so many of an agent's last activities, and fewer where their texts come to more than <see cref="ActivitySummary.MostText"/>.</summary>
    Task<ActivitySummary> RecapAsync(string agentId, int historyLimit, CancellationToken cancellationToken);

    /// <summary>The sums of several agents, without percentiles; those that nothing is known of are left out.</summary>
    Task<IReadOnlyDictionary<string, AgentMetrics>> SumsAsync(IReadOnlyCollection<string> agentIds, CancellationToken cancellationToken);

    Task<ActivityCounts> CountAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
