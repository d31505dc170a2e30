using System.Runtime.InteropServices;
using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Activities;

/// <summary>What a batch of activities adds to one agent's metrics.</summary>
public sealed record ActivityTally
{
    public required string AgentId { get; init; }

    public long Started { get; init; }

    public long Succeeded { get; init; }

    public long Failed { get; init; }

    public long TimedOut { get; init; }

    public long DurationSum { get; init; }

    public long DurationCount { get; init; }

    public DateTimeOffset LastActiveAt { get; init; }

    /// <summary>How many durations fell into each bucket of <see cref="DurationBuckets"/>.</summary>
    public IReadOnlyDictionary<int, long> Buckets { get; init; } = new Dictionary<int, long>();

    private static readonly int Statuses = Enum.GetValues<ActivityStatus>().Length;

    /// <summary>Adds up a batch, one tally for each agent, by id.</summary>
    public static IReadOnlyList<ActivityTally> Of(IEnumerable<ActivityLogged> activities) =>
        [.. activities.GroupBy(activity => activity.AgentId, StringComparer.Ordinal)
            .Select(OfAgent)
            .OrderBy(tally => tally.AgentId, StringComparer.Ordinal)];

    private static ActivityTally OfAgent(IGrouping<string, ActivityLogged> activities)
    {
        Span<long> ends = stackalloc long[Statuses];
        var (sum, count, last) = (0L, 0L, DateTimeOffset.MinValue);
        var buckets = new Dictionary<int, long>();
        foreach (var activity in activities)
        {
            ends[(int)activity.Status.GetValueOrDefault()]++;
            last = activity.OccurredAt > last ? activity.OccurredAt : last;
            if (activity.DurationMs is { } duration)
            {
                sum += duration;
                count++;
                CollectionsMarshal.GetValueRefOrAddDefault(buckets, DurationBuckets.IndexOf(duration), out _)++;
            }
        }

        return new ActivityTally
        {
            AgentId = activities.Key,
            Started = ends[(int)ActivityStatus.Running],
            Succeeded = ends[(int)ActivityStatus.Success],
            Failed = ends[(int)ActivityStatus.Failed],
            TimedOut = ends[(int)ActivityStatus.Timeout],
            DurationSum = sum,
            DurationCount = count,
            LastActiveAt = last,
            Buckets = buckets,
        };
    }
}
