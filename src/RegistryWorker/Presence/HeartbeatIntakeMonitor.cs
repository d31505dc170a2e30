using AgentRegistry.Hosting.Bus;

namespace AgentRegistry.RegistryWorker.Presence;

/// <summary>
/// Whether this worker would have received a heartbeat that was sent. It would not while the broker or presence is unavailable, while
/// the worker itself is frozen, and for what happened before it started; and it would receive it late while heartbeats wait in a queue.
/// </summary>
internal sealed class HeartbeatIntakeMonitor
{
    public const string SingleQueue = "heartbeat";
    public const string BatchQueue = "heartbeat-batch";

    /// <summary>More than this without an answer of the broker is an outage, and no hiccup of a busy machine.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(3);

    private readonly QueueAge _single = new();
    private readonly QueueAge _batch = new();
    private long _singlesTaken;
    private long _batchesTaken;
    private DateTimeOffset? _began;
    private string? _trouble;

    /// <summary>When the last pass found all it needed; null before the first.</summary>
    public DateTimeOffset? HeardAt { get; private set; }

    /// <summary>Since when it hears without interruption.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>True when that was the end of an outage, and not this worker's start.</summary>
    public bool AfterOutage { get; private set; }

    /// <summary>What was before that.</summary>
    public string SinceReason { get; private set; } = "";

    /// <summary>How long a heartbeat may have waited in its queue by now, at most.</summary>
    public TimeSpan Delay { get; private set; }

    public void TookSingle() => Interlocked.Increment(ref _singlesTaken);

    public void TookBatch() => Interlocked.Increment(ref _batchesTaken);

    /// <summary>Takes note of what the broker last said. Returns what is wrong, or null when nothing is.</summary>
    public string? Listen(BrokerSign sign, DateTimeOffset now)
    {
        if (sign.Trouble is { } trouble)
        {
            return Miss(trouble);
        }

        if (now - sign.AnsweredAt > LongestGap)
        {
            return Miss($"the broker has not answered for {(now - sign.AnsweredAt).TotalSeconds:0} s");
        }

        if (HeardAt is not { } before)
        {
            (Since, SinceReason) = (now, "this worker has just started");
        }
        else if (now - before > LongestGap)
        {
            (Since, SinceReason, AfterOutage) = (now, _trouble is null ? "this worker was held up" : $"there was an outage: {_trouble}", true);
        }

        var single = _single.Observe(now, sign.Waiting.GetValueOrDefault(SingleQueue), Interlocked.Read(ref _singlesTaken));
        var batch = _batch.Observe(now, sign.Waiting.GetValueOrDefault(BatchQueue), Interlocked.Read(ref _batchesTaken));
        Delay = single > batch ? single : batch;
        return null;
    }

    /// <summary>True when it has not heard for so long that it is an outage, and no hiccup or start.</summary>
    public bool IsOutage(DateTimeOffset now) => now - (HeardAt ?? (_began ??= now)) > LongestGap;

    /// <summary>It could not listen: from here on it has not heard.</summary>
    public string Miss(string trouble) => _trouble = trouble;

    /// <summary>It has looked at all deadlines, and all it needs for that was there.</summary>
    public void Heard(DateTimeOffset now) => (HeardAt, _trouble) = (now, null);
}

/// <summary>
/// How long the oldest message of a queue may have waited, at most. No clock of a sender is trusted: at some moment so many
/// messages waited; when as many have been taken since, everything older than that moment is through.
/// </summary>
internal sealed class QueueAge
{
    private DateTimeOffset? _throughUntil;
    private DateTimeOffset _countedAt;
    private long _throughWhenTaken;

    /// <param name="now">The moment.</param>
    /// <param name="waiting">How many messages wait.</param>
    /// <param name="taken">How many this worker has taken in all. What others take makes the answer an overestimate.</param>
    public TimeSpan Observe(DateTimeOffset now, long waiting, long taken)
    {
        if (waiting == 0 || _throughUntil is null)
        {
            _throughUntil = now;
            (_countedAt, _throughWhenTaken) = (now, taken + waiting);
        }
        else if (taken >= _throughWhenTaken)
        {
            _throughUntil = _countedAt;
            (_countedAt, _throughWhenTaken) = (now, taken + waiting);
        }

        return now - _throughUntil.Value;
    }
}
