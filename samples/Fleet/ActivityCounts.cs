using AgentRegistry.Contracts;

namespace AgentRegistry.Fleet;

/// <summary>How many activities there are of each status.</summary>
internal sealed class ActivityCounts
{
    public static readonly ActivityStatus[] Statuses = Enum.GetValues<ActivityStatus>();

    private readonly long[] _counts = new long[Statuses.Length];

    public long this[ActivityStatus status] => Interlocked.Read(ref _counts[(int)status]);

    public static ActivityCounts Of(AgentMetrics metrics)
    {
        var counts = new ActivityCounts();
        counts._counts[(int)ActivityStatus.Running] = metrics.Started;
        counts._counts[(int)ActivityStatus.Success] = metrics.Succeeded;
        counts._counts[(int)ActivityStatus.Failed] = metrics.Failed;
        counts._counts[(int)ActivityStatus.Timeout] = metrics.TimedOut;
        return counts;
    }

    public void Add(ActivityStatus status) => Interlocked.Increment(ref _counts[(int)status]);
}
