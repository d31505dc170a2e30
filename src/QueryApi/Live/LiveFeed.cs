using AgentRegistry.Discovery;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.QueryApi.Live;

/// <summary>
/// The feed as the live clients of this process see it. They are spread over lanes, which hand out what has come at different
/// moments: ten thousand clients that wake at once would keep every request waiting behind them.
/// </summary>
internal sealed class LiveFeed : IFeedSubscriber, IDisposable
{
    private const int LaneCount = 16;

    private readonly IRegistryStore _store;
    private readonly AgentDirectory _directory;
    private readonly SubscriberShard[] _lanes;

    public LiveFeed(IRegistryStore store, AgentDirectory directory, TimeProvider time)
    {
        (_store, _directory) = (store, directory);
        _lanes = [.. Enumerable.Range(0, LaneCount).Select(lane => new SubscriberShard((double)lane / LaneCount, time))];
    }

    /// <summary>How many clients listen.</summary>
    public int Clients => _lanes.Sum(lane => lane.Clients);

    /// <summary>A new client's way along it.</summary>
    public FeedSubscription Walk() => new(_lanes.MinBy(lane => lane.Clients)!, _store.Feed, _directory);

    public void Reset(AgentSnapshot snapshot)
    {
        foreach (var lane in _lanes)
        {
            lane.Reset(snapshot.Revision);
        }
    }

    public void Apply(IReadOnlyList<FeedEntry> entries)
    {
        var frames = entries.Select(LiveFrame.Of).ToList();
        var pause = LivePace.Pause(Clients);
        foreach (var lane in _lanes)
        {
            lane.Apply(frames, pause);
        }
    }

    public void Dispose()
    {
        foreach (var lane in _lanes)
        {
            lane.Dispose();
        }
    }
}
