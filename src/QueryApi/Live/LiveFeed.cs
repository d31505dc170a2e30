using System.Collections.Concurrent;
using AgentRegistry.Discovery;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.QueryApi.Live;

/// <summary>
/// The feed as the live clients of this process see it: a chain of portions to which the follower appends and along which each
/// client walks at its own pace. No client has a queue of its own, so none can slow another, and one burst of the feed (up to
/// 2,000 entries at once) is no reason to drop anybody. A client that is too far behind is told to go, for it keeps everything
/// after its place in memory.
/// </summary>
internal sealed class LiveFeed : IFeedSubscriber, IDisposable
{
    private const long MostFramesBehind = 10_000;
    private const long MostCharactersBehind = 16 << 20;

    private readonly IRegistryStore _store;
    private readonly AgentDirectory _directory;
    private readonly TimeProvider _time;
    private readonly FeedSignal _grown;
    private readonly ConcurrentDictionary<LiveWalk, bool> _clients = new();
    private readonly Lock _lock = new();
    private readonly List<LiveFrame> _gathered = [];
    private readonly ITimer _due;
    private long _handedOut;
    private volatile LivePortion _last = LivePortion.Start();

    public LiveFeed(IRegistryStore store, AgentDirectory directory, TimeProvider time)
    {
        (_store, _directory, _time, _grown) = (store, directory, time, new FeedSignal(time));
        _due = time.CreateTimer(_ => HandOut(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The newest portion: who goes on from here misses nothing that comes.</summary>
    public LivePortion Last => _last;

    /// <summary>How many clients listen.</summary>
    public int Clients => _clients.Count;

    /// <summary>Ends when there may be more. Take it before looking, and wait on it after.</summary>
    public Task Grown => _grown.Next;

    /// <summary>A new client's way along it.</summary>
    public LiveWalk Walk() => new(this, _store.Feed, _directory);

    public void Reset(AgentSnapshot snapshot)
    {
        lock (_lock)
        {
            HandOut();
            Append(LivePortion.Of(LiveFrame.SnapshotNeeded(snapshot.Revision)));
        }

        _grown.Pulse();
    }

    public void Apply(IReadOnlyList<FeedEntry> entries)
    {
        lock (_lock)
        {
            var isWaiting = _gathered.Count > 0;
            _gathered.AddRange(entries.Select(LiveFrame.Of));
            var wait = LivePace.Pause(_clients.Count) - _time.GetElapsedTime(_handedOut);
            if (wait <= TimeSpan.Zero)
            {
                HandOut();
            }
            else if (!isWaiting)
            {
                _due.Change(wait, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Join(LiveWalk client) => _clients.TryAdd(client, true);

    public void Leave(LiveWalk client) => _clients.TryRemove(client, out _);

    public void Dispose() => _due.Dispose();

    /// <summary>What was gathered goes to the clients.</summary>
    private void HandOut()
    {
        lock (_lock)
        {
            foreach (var portion in LivePortion.Of(_gathered))
            {
                Append(portion);
            }

            _gathered.Clear();
            _handedOut = _time.GetTimestamp();
        }

        _grown.Pulse();
        foreach (var (client, _) in _clients)
        {
            if (client.At is { } at && (_last.Place - at.Place > MostFramesBehind || _last.Weight - at.Weight > MostCharactersBehind))
            {
                client.GiveUp();
            }
        }
    }

    private void Append(LivePortion portion)
    {
        _last.Append(portion);
        _last = portion;
    }
}
