using AgentRegistry.Storage.Feed;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Storage.Following;

/// <summary>
/// Reads the feed once for all who follow it in this process: the replica of the agents, the live clients. A snapshot first,
/// then every entry after it, in order. While the tables are away, followers keep what they have.
/// </summary>
public sealed partial class FeedFollower(
    IRegistryStore store, FeedSignal signal, IEnumerable<IFeedSubscriber> subscribers, TimeProvider time, ILogger<FeedFollower> logger)
    : BackgroundService
{
    private const int MostEntries = 2_000;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly IFeedSubscriber[] _subscribers = [.. subscribers];
    private readonly FeedSignal _applied = new(time);
    private long _revision = -1;

    /// <summary>The last revision that all followers of this process have seen; -1 before the snapshot.</summary>
    public long Revision => Volatile.Read(ref _revision);

    /// <summary>True when the snapshot has been loaded, or nobody in this process follows.</summary>
    public bool IsReady => _subscribers.Length == 0 || Revision >= 0;

    /// <summary>Waits until a revision has been applied here, so that a caller reads what it wrote. False when that takes too long.</summary>
    public async Task<bool> WaitForAsync(long revision, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var end = time.GetTimestamp() + (long)(atMost.TotalSeconds * time.TimestampFrequency);
        while (true)
        {
            var next = _applied.Next;
            if (Revision >= revision)
            {
                return true;
            }

            var left = TimeSpan.FromSeconds((double)(end - time.GetTimestamp()) / time.TimestampFrequency);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await _applied.WaitAsync(next, left, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_subscribers.Length > 0 && !stoppingToken.IsCancellationRequested)
        {
            var next = signal.Next;
            try
            {
                if (!await FollowAsync(stoppingToken))
                {
                    await signal.WaitAsync(next, Poll, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever the fault, the followers are of use only if this goes on: wait and look again.
                LogAway(exception);
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>True when there may be more.</summary>
    private async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        if (Revision < 0)
        {
            var snapshot = await store.Agents.SnapshotAsync(cancellationToken);
            foreach (var subscriber in _subscribers)
            {
                subscriber.Reset(snapshot);
            }

            Seen(snapshot.Revision);
            LogLoaded(snapshot.Agents.Count, snapshot.Revision);
        }

        var entries = await store.Feed.ReadAsync(Revision, MostEntries, cancellationToken);
        if (entries.Count == 0)
        {
            return false;
        }

        if (entries[0].Revision != Revision + 1)
        {
            // Retention has dropped what was never seen here: only a snapshot helps.
            Volatile.Write(ref _revision, -1);
            return true;
        }

        foreach (var subscriber in _subscribers)
        {
            subscriber.Apply(entries);
        }

        Seen(entries[^1].Revision);
        return entries.Count == MostEntries;
    }

    private void Seen(long revision)
    {
        Volatile.Write(ref _revision, revision);
        _applied.Pulse();
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Following the feed from revision {Revision} with {Agents} agents")]
    private partial void LogLoaded(int agents, long revision);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "The feed cannot be read; trying again")]
    private partial void LogAway(Exception exception);
}
