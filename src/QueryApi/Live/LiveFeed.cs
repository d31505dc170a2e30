using System.Collections.Concurrent;
using AgentRegistry.Discovery;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.QueryApi.Live;

/// <summary>
/// The feed as the live clients of this process see it: a chain of frames to which the follower appends and along which each
/// client walks at its own pace. No client has a queue of its own, so none can slow another, and one burst of the feed (up to
/// 2,000 entries at once) is no reason to drop anybody. A client that is too far behind is told to go, for it keeps everything
/// after its place in memory.
/// </summary>
internal sealed class LiveFeed(IRegistryStore store, AgentDirectory directory, TimeProvider time) : IFeedSubscriber
{
    private const long MostFramesBehind = 10_000;
    private const long MostCharactersBehind = 16 << 20;

    private readonly FeedSignal _grown = new(time);
    private readonly ConcurrentDictionary<LiveWalk, bool> _clients = new();
    private volatile LiveFrame _last = LiveFrame.Start();

    /// <summary>The newest frame: who goes on from here misses nothing that comes.</summary>
    public LiveFrame Last => _last;

    /// <summary>How many clients listen.</summary>
    public int Clients => _clients.Count;

    /// <summary>Ends when there may be more. Take it before looking, and wait on it after.</summary>
    public Task Grown => _grown.Next;

    /// <summary>A new client's way along it.</summary>
    public LiveWalk Walk() => new(this, store.Feed, directory);

    public void Reset(AgentSnapshot snapshot)
    {
        Append(LiveFrame.SnapshotNeeded(snapshot.Revision));
        _grown.Pulse();
    }

    public void Apply(IReadOnlyList<FeedEntry> entries)
    {
        foreach (var entry in entries)
        {
            Append(LiveFrame.Of(entry));
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

    public void Join(LiveWalk client) => _clients.TryAdd(client, true);

    public void Leave(LiveWalk client) => _clients.TryRemove(client, out _);

    private void Append(LiveFrame frame)
    {
        _last.Append(frame);
        _last = frame;
    }
}
