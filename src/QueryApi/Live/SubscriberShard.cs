using System.Collections.Concurrent;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.QueryApi.Live;

/// <summary>
/// A share of the live clients, and a chain of batches to which the feed appends and along which each of them walks at its own
/// pace. No client has a queue of its own, so none can slow another, and one burst of the feed (up to 2,000 entries at once) is
/// no reason to drop anybody. A client that is too far behind is told to go, for it keeps everything after its place in memory.
/// </summary>
internal sealed class SubscriberShard : IDisposable
{
    private const long MaxFramesBehind = 10_000;
    private const long MaxCharactersBehind = 16 << 20;

    private readonly double _phase;
    private readonly TimeProvider _time;
    private readonly FeedSignal _grown;
    private readonly ConcurrentDictionary<FeedSubscription, bool> _clients = new();
    private readonly Lock _lock = new();
    private readonly List<LiveFrame> _pending = [];
    private readonly ITimer _due;
    private TimeSpan _pause;
    private TimeSpan _notBefore;
    private volatile FrameBatch _last = FrameBatch.Start();

    /// <param name="phase">When within each pause it hands out, from 0 to 1.</param>
    /// <param name="time">The clock.</param>
    public SubscriberShard(double phase, TimeProvider time)
    {
        (_phase, _time, _grown) = (phase, time, new FeedSignal(time));
        _due = time.CreateTimer(_ => Deliver(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The newest batch: who goes on from here misses nothing that comes.</summary>
    public FrameBatch Last => _last;

    /// <summary>How many clients it has.</summary>
    public int Clients => _clients.Count;

    /// <summary>Ends when there may be more. Take it before looking, and wait on it after.</summary>
    public Task Grown => _grown.Next;

    private TimeSpan Now => _time.GetElapsedTime(0);

    /// <summary>Entries are missing: every client must take a snapshot.</summary>
    public void Reset(long revision)
    {
        lock (_lock)
        {
            Deliver();
            Append(FrameBatch.Of(LiveFrame.SnapshotNeeded(revision)));
        }

        _grown.Pulse();
    }

    /// <summary>Hands frames out, or collects them until it may.</summary>
    /// <param name="frames">What has come.</param>
    /// <param name="pause">The time between two that it hands out.</param>
    public void Apply(IReadOnlyList<LiveFrame> frames, TimeSpan pause)
    {
        lock (_lock)
        {
            _pause = pause;
            var isWaiting = _pending.Count > 0;
            _pending.AddRange(frames);
            var wait = _notBefore - Now;
            if (wait <= TimeSpan.Zero)
            {
                Deliver();
            }
            else if (!isWaiting)
            {
                // A timer counts whole milliseconds: it must not be early.
                _due.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Join(FeedSubscription client) => _clients.TryAdd(client, true);

    public void Leave(FeedSubscription client) => _clients.TryRemove(client, out _);

    public void Dispose() => _due.Dispose();

    /// <summary>What was collected goes to the clients.</summary>
    private void Deliver()
    {
        lock (_lock)
        {
            foreach (var batch in FrameBatch.Of(_pending))
            {
                Append(batch);
            }

            _pending.Clear();
            _notBefore = DeliveryPace.Next(Now, _pause, _phase);
        }

        _grown.Pulse();
        foreach (var (client, _) in _clients)
        {
            if (client.At is { } at && (_last.Place - at.Place > MaxFramesBehind || _last.Weight - at.Weight > MaxCharactersBehind))
            {
                client.CutOff();
            }
        }
    }

    private void Append(FrameBatch batch)
    {
        _last.Append(batch);
        _last = batch;
    }
}
