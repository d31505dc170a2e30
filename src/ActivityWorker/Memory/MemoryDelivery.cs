using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Memory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.ActivityWorker.Memory;

/// <summary>
/// Delivers activities to the memory store, in order, from the feed: what happens while the store is away waits there. Without
/// a memory store it has nothing to do.
/// </summary>
internal sealed partial class MemoryDelivery(
    IRegistryStore store, FeedSignal signal, IEnumerable<IMemoryStore> memories, TimeProvider time, ILogger<MemoryDelivery> logger)
    : BackgroundService
{
    public const string Cursor = "memory";
    private const int MostRecords = 500;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(20);

    /// <summary>A caller waits this long to hear whether the memory store has its activity.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMilliseconds(500);

    private readonly IMemoryStore? _memory = memories.FirstOrDefault();
    private readonly FeedSignal _delivered = new(time);
    private long _revision = -1;
    private long _stuckAt = long.MinValue;
    private int _isLooking;

    /// <summary>
    /// True when the memory store has everything up to a revision, whichever worker delivered it. False when there is none, after
    /// a short wait when it lags, and at once while it has not moved since a caller last waited in vain.
    /// </summary>
    /// <param name="revision">Of the activity; 0 for a duplicate, whose own is not at hand: then all that has happened counts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<bool> HasDeliveredAsync(long revision, CancellationToken cancellationToken)
    {
        if (_memory is null)
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

            if (reached == Volatile.Read(ref _stuckAt) || time.GetElapsedTime(started) >= AnswerLimit)
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
        while (_memory is not null && !stoppingToken.IsCancellationRequested)
        {
            var next = signal.Next;
            try
            {
                var delivered = await store.Feed.DeliverAsync(
                    Cursor, MostRecords, (entries, token) => DeliverAsync(_memory, entries, token), stoppingToken);
                if (delivered == 0)
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
                // Whatever it was, the activities wait in the feed and nothing else may suffer for it.
                Volatile.Write(ref _stuckAt, Volatile.Read(ref _revision));
                LogAway(exception.Message);
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task DeliverAsync(IMemoryStore memory, IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken)
    {
        var activities = entries.Where(entry => entry.Kind == FeedKind.ActivityRecorded).Select(entry => entry.Read<ActivityRecorded>()).ToList();
        if (activities.Count > 0)
        {
            var ids = activities.Select(activity => activity.AgentId).Distinct(StringComparer.Ordinal).ToList();
            var agents = (await store.Agents.FindAsync(ids, cancellationToken)).ToDictionary(agent => agent.Id, StringComparer.Ordinal);
            await memory.StoreAsync(
                [.. activities.Select(activity => MemoryRecord.Of(activity, agents.GetValueOrDefault(activity.AgentId)))], cancellationToken);
        }

        Reached(entries[^1].Revision);
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
            Reached(await store.Feed.PositionAsync(Cursor, cancellationToken));
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

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "The memory store does not take what happened; trying again: {Reason}")]
    private partial void LogAway(string reason);
}
