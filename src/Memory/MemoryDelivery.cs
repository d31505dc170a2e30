using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using AgentRegistry.Storage.DeadLetters;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Memory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.Memory;

/// <summary>
/// Delivers activities to a memory store, in order, from the feed: what happens while the store is away waits there. A record
/// that the store refuses though it takes its neighbours is put aside as stuck.
/// </summary>
public sealed partial class MemoryDelivery(
    IRegistryStore store, FeedSignal signal, IMemoryStore memory, MemoryRoute route, TimeProvider time, ILogger<MemoryDelivery> logger)
    : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(20);

    private readonly FeedSignal _delivered = new(time);
    private long _revision = -1;
    private long _stuckAt = long.MinValue;
    private int _isLooking;

    /// <summary>
    /// True when the memory server has everything up to a revision, whichever worker delivered it. Always false where the activities go to no server. False after a short wait when it
    /// lags, and at once while it has not moved since a caller last waited in vain.
    /// </summary>
    /// <param name="revision">Of the activity; 0 for a duplicate, whose own is not at hand: then all that has happened counts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<bool> HasDeliveredAsync(long revision, CancellationToken cancellationToken)
    {
        if (route.AnswerLimit is not { } limit)
        {
            return false;
        }

        var wanted = revision > 0 ? revision : await store.Feed.HeadAsync(cancellationToken);
        var started = time.GetTimestamp();
        while (true)
        {
            var next = _delivered.Next;
            var reached = Volatile.Read(ref _revision);
            if (reached >= wanted)
            {
                return true;
            }

            if (reached == Volatile.Read(ref _stuckAt) || time.GetElapsedTime(started) >= limit)
            {
                Volatile.Write(ref _stuckAt, reached);
                return false;
            }

            await _delivered.WaitAsync(next, LookPause, cancellationToken);
            await LookAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = signal.Next;
            try
            {
                var started = time.GetTimestamp();
                var delivered = memory.IsReachable
                    ? await store.Feed.DeliverAsync(route.Cursor, route.MostRecords, route.Limit, DeliverAsync, stoppingToken)
                    : 0;
                if (delivered == 0)
                {
                    await signal.WaitAsync(next, Poll, stoppingToken);
                }
                else if (delivered == route.MostRecords)
                {
                    // There is much to do, and those who accept activities need the machine more.
                    await Task.Delay(time.GetElapsedTime(started) * route.Courtesy, time, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it was, the activities wait in the feed and nothing else may suffer for it.
                Volatile.Write(ref _stuckAt, Volatile.Read(ref _revision));
                LogAway(route.Cursor, exception.Message);
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<IReadOnlyList<Undeliverable>> DeliverAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        var activities = entries.Where(entry => entry.Kind == FeedKind.ActivityRecorded).ToList();
        var stuck = activities.Count > 0 ? await StoreAsync(activities, cancellationToken) : [];
        Reached(entries[^1].Revision);
        MemoryMetrics.Delivered(route.Cursor, activities.Count - stuck.Count, stuck.Count);
        return stuck;
    }

    private async Task<IReadOnlyList<Undeliverable>> StoreAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        var ids = entries.Select(entry => entry.AgentId).Distinct(StringComparer.Ordinal).ToList();
        var agents = (await store.Agents.FindAsync(ids, cancellationToken)).ToDictionary(agent => agent.Id, StringComparer.Ordinal);
        var records = entries.Select(entry => MemoryTags.Of(entry.Read<ActivityRecorded>(), agents.GetValueOrDefault(entry.AgentId))).ToList();
        var refused = await MemoryIsolation.StoreAsync(memory, records, cancellationToken);
        return [.. refused.Select(one => new Undeliverable(entries[one.Index], one.Reason))];
    }

    /// <summary>Another worker may deliver: its cursor tells. One caller looks for all that wait.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isLooking, 1) != 0)
        {
            return;
        }

        try
        {
            Reached(await store.Feed.PositionAsync(route.Cursor, cancellationToken));
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }

    private void Reached(long revision)
    {
        if (revision > Volatile.Read(ref _revision))
        {
            Volatile.Write(ref _revision, revision);
            _delivered.Pulse();
        }
    }

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "The delivery '{Delivery}' does not get on; trying again: {Reason}")]
    private partial void LogAway(string delivery, string reason);
}
