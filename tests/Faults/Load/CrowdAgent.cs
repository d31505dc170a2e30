using AgentRegistry.Faults.Ledger;

namespace AgentRegistry.Faults.Load;

/// <summary>An agent that lives through all faults. Its versions tell its registrations apart.</summary>
/// <param name="id">Its id.</param>
/// <param name="intervalSeconds">How often it promises to beat.</param>
/// <param name="clockAhead">By how much its clock is ahead of the registry's; less than zero: behind.</param>
public sealed class CrowdAgent(string id, int intervalSeconds, TimeSpan clockAhead)
{
    private long _lastBeat;

    public string Id { get; } = id;

    public int IntervalSeconds { get; } = intervalSeconds;

    /// <summary>When its process started; its registrations and heartbeats are all of this life.</summary>
    public DateTimeOffset StartedAt { get; } = TimeProvider.System.GetUtcNow() + clockAhead;

    /// <summary>By its own clock.</summary>
    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + clockAhead;

    public long Version { get; private set; }

    /// <summary>The newest registration over the bus; null before the first.</summary>
    public Message? Newest { get; private set; }

    /// <summary>Called by one at a time.</summary>
    public long NextVersion() => ++Version;

    /// <summary>How long ago it tried to beat, until now; whatever became of that.</summary>
    public TimeSpan Beats()
    {
        var last = Interlocked.Exchange(ref _lastBeat, TimeProvider.System.GetTimestamp());
        return last == 0 ? TimeSpan.Zero : TimeProvider.System.GetElapsedTime(last);
    }

    public Message Beat(string? status = null) => Message.Heartbeat(Id, Now, StartedAt, status);

    public Message Activity(Guid activityId, string status) => Message.Activity(activityId, Id, status, Now);

    /// <summary>The farewell of its former life, an hour ago, that arrives only now: were it believed, the agent would be offline.</summary>
    public Message BeatOfFormerLife() =>
        Message.Heartbeat(Id, Now, StartedAt.AddHours(-1), "offline");

    /// <summary>A farewell that it sent before it registered.</summary>
    public Message BeatBeforeRegistration() => Message.Heartbeat(Id, StartedAt.AddMinutes(-1), StartedAt, "offline");

    /// <summary>Publishes a new version of its registration.</summary>
    public async Task<Outcome> RegisterAsync(BusPublisher publisher, ReceiptBook book)
    {
        var version = NextVersion();
        Newest = Message.Registration(Id, version, Now, StartedAt, IntervalSeconds);
        var outcome = await publisher.PublishAsync(Newest);
        book.Current.Registration(Id, version, outcome);
        return outcome;
    }
}
