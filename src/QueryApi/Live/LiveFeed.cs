using AgentRegistry.Discovery;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.QueryApi.Live;

/// <summary>
/// The feed as the live clients of this process see it. They are spread over shards, which hand out what has come at different
/// moments: ten thousand clients that wake at once would keep every request waiting behind them.
/// </summary>
internal sealed class LiveFeed : IFeedSubscriber, IDisposable
{
    private const int ShardCount = 16;

    private readonly IRegistryStore _store;
    private readonly AgentDirectory _directory;
    private readonly SubscriberShard[] _shards;

    public LiveFeed(IRegistryStore store, AgentDirectory directory, TimeProvider time)
    {
        (_store, _directory) = (store, directory);
        _shards = [.. Enumerable.Range(0, ShardCount).Select(shard => new SubscriberShard((double)shard / ShardCount, time))];
    }

    /// <summary>How many clients listen.</summary>
    public int Clients => _shards.Sum(shard => shard.Clients);

    /// <summary>A new client's way along it.</summary>
    public FeedSubscription Subscribe() => new(_shards.MinBy(shard => shard.Clients)!, _store.Feed, _directory);

    public void Reset(AgentSnapshot snapshot)
    {
        foreach (var shard in _shards)
        {
            shard.Reset(snapshot.Revision);
        }
    }

    public void Apply(IReadOnlyList<FeedEntry> entries)
    {
        var frames = entries.Select(LiveFrame.Of).ToList();
        var pause = DeliveryPace.Pause(Clients);
        foreach (var shard in _shards)
        {
            shard.Apply(frames, pause);
        }
    }

    public void Dispose()
    {
        foreach (var shard in _shards)
        {
            shard.Dispose();
        }
    }
}

/// <summary>
/// How often the live clients are woken. To send something to one costs about the same whether it is one change or fifty, so the
/// more clients there are, the more changes go together: one process wakes no more than so many clients a second.
/// </summary>
internal static class DeliveryPace
{
    private static readonly TimeSpan PerClient = TimeSpan.FromMicroseconds(20);
    private static readonly TimeSpan Minimum = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Maximum = TimeSpan.FromMilliseconds(250);

    /// <summary>Between two times that changes are handed out. What comes after a longer quiet goes at once, as everything does to few clients.</summary>
    public static TimeSpan Pause(int clients)
    {
        var pause = PerClient * clients;
        return pause < Minimum ? TimeSpan.Zero : pause < Maximum ? pause : Maximum;
    }

    /// <summary>When a shard may hand out again: at its own moment of each pause, lest all shards wake together for ever after a quiet.</summary>
    /// <param name="now">The time on a clock that all shards share.</param>
    /// <param name="pause">As above.</param>
    /// <param name="phase">The shard's moment, from 0 to 1.</param>
    public static TimeSpan Next(TimeSpan now, TimeSpan pause, double phase) =>
        pause == TimeSpan.Zero ? now : (Math.Floor((now / pause) - phase) + 1 + phase) * pause;
}
