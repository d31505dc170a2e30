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

    /// <summary>Adds up a batch, one tally for each agent, by id.</summary>
    public static IReadOnlyList<ActivityTally> Of(IEnumerable<ActivityLogged> activities) =>
        [.. activities.GroupBy(activity => activity.AgentId, StringComparer.Ordinal)
            .Select(OfAgent)
            .OrderBy(tally => tally.AgentId, StringComparer.Ordinal)];

    private static ActivityTally OfAgent(IGrouping<string, ActivityLogged> activities)
    {
        var durations = activities.Where(activity => activity.DurationMs is not null).Select(activity => activity.DurationMs!.Value).ToList();
        return new ActivityTally
        {
            AgentId = activities.Key,
            Started = activities.LongCount(activity => activity.Status == ActivityStatus.Running),
            Succeeded = activities.LongCount(activity => activity.Status == ActivityStatus.Success),
            Failed = activities.LongCount(activity => activity.Status == ActivityStatus.Failed),
            TimedOut = activities.LongCount(activity => activity.Status == ActivityStatus.Timeout),
            DurationSum = durations.Sum(),
            DurationCount = durations.Count,
            LastActiveAt = activities.Max(activity => activity.OccurredAt),
            Buckets = durations.GroupBy(DurationBuckets.IndexOf).ToDictionary(bucket => bucket.Key, bucket => bucket.LongCount()),
        };
    }
}
