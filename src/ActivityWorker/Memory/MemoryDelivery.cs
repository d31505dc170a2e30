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

    /// <summary>A caller waits this long to hear whether the memory store has its activity.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMilliseconds(500);

    private readonly IMemoryStore? _memory = memories.FirstOrDefault();
    private readonly FeedSignal _delivered = new(time);
    private long _revision = -1;
    private volatile bool _isAway;

    /// <summary>True when the memory store has everything up to a revision; false at once when it is away or there is none.</summary>
    public async Task<bool> HasDeliveredAsync(long revision, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (_memory is not null && !_isAway && time.GetElapsedTime(started) < AnswerLimit)
        {
            var next = _delivered.Next;
            if (Volatile.Read(ref _revision) >= revision)
            {
                return true;
            }

            await _delivered.WaitAsync(next, AnswerLimit, cancellationToken);
        }

        return false;
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
                _isAway = false;
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
                _isAway = true;
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

        Volatile.Write(ref _revision, entries[^1].Revision);
        _delivered.Pulse();
    }

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "The memory store does not take what happened; trying again: {Reason}")]
    private partial void LogAway(string reason);
}
