using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Batching;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Presence;
using AgentRegistry.Storage.Recent;
using Microsoft.Extensions.Logging;

namespace AgentRegistry.ActivityWorker.Activities;

/// <summary>
/// Collects activities and commits them together: those that are new to the inbox, what they add to the metrics, the status of
/// their agents, and the events of all that.
/// </summary>
internal sealed partial class ActivityWriter : IAsyncDisposable
{
    private const string Consumer = "activity";

    /// <summary>Characters of output and error in one commit, about: a statement of hundreds of megabytes would hold up all others.</summary>
    private const long MaxText = 8 << 20;

    /// <summary>At some hundred activities a second a commit for each is more work than the activities.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly BatchProcessor<ActivityLogged, ActivityCommitted> _writer;
    private readonly IRegistryStore _store;
    private readonly IRecentActivities _recent;
    private readonly IPresence _presence;
    private readonly TimeProvider _time;
    private readonly ILogger<ActivityWriter> _logger;
    private readonly Lock _turn = new();
    private Task _remembering = Task.CompletedTask;

    public ActivityWriter(
        IRegistryStore store, IRecentActivities recent, IPresence presence, TimeProvider time, ILogger<ActivityWriter> logger)
    {
        (_store, _recent, _presence, _time, _logger) = (store, recent, presence, time, logger);
        _writer = new(
            CommitAsync,
            new BatchingOptions { MaxItems = 750, MaxSize = MaxText, Interval = Interval, Writers = 1, IsBadItem = StoreFaults.IsBadRow },
            message => (message.Output?.Length ?? 0) + (message.Error?.Length ?? 0));
    }

    public Task<ActivityCommitted> WriteAsync(ActivityLogged message, CancellationToken cancellationToken) =>
        _writer.WriteAsync(message, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _remembering;
    }

    private async Task<IReadOnlyList<ActivityCommitted>> CommitAsync(
        IReadOnlyList<ActivityLogged> messages, Action nextMayBegin, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().ToMicroseconds();
        var writes = await _store.WriteAsync(
            async transaction =>
            {
                var writes = await DecideAsync(transaction, messages, now, cancellationToken);

                // The metrics of these agents are locked now: whatever comes of them next is committed after this.
                nextMayBegin();
                return writes;
            },
            (transaction, writes) => SaveAsync(transaction, writes, cancellationToken),
            cancellationToken);
        if (writes.HasEffect)
        {
            await ShowAsync(writes.Agents, now, cancellationToken);
            await RememberInTurn(writes.Recorded, cancellationToken);
        }

        return writes.Results;
    }

    private static async Task<ActivityWrites> DecideAsync(
        IRegistryTransaction transaction, IReadOnlyList<ActivityLogged> messages, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var kept = messages.DistinctBy(message => message.ActivityId).ToDictionary(message => message.ActivityId, ActivityFingerprint.Of);
        var claim = await transaction.Inbox.ClaimAsync(Consumer, kept, cancellationToken);
        if (claim.Fresh.Count == 0)
        {
            return new ActivityWrites(messages, kept, claim, new Dictionary<string, AgentReport>(), [], now);
        }

        var activities = ActivityWrites.New(messages, claim).ToList();

        var lastActive = await transaction.Activities.AddToMetricsAsync(ActivityTally.Of(activities), cancellationToken);
        var latest = ActivityDecision.Latest(activities);
        var reports = await transaction.Agents.ReadReportsAsync(latest.Keys, cancellationToken);

        // Only those whose status is another after the batch are locked.
        var toChange = reports.Values
            .Where(report => ActivityDecision.Changes(report, latest[report.Id], lastActive.GetValueOrDefault(report.Id)))
            .Select(report => report.Id)
            .ToList();
        var locked = toChange.Count == 0 ? new Dictionary<string, AgentState>() : await transaction.Agents.LockStatesAsync(toChange, cancellationToken);
        var changed = locked.Values
            .Select(state => ActivityDecision.Decide(state, latest[state.Id], lastActive.GetValueOrDefault(state.Id), now))
            .OfType<AgentState>();
        return new ActivityWrites(messages, kept, claim, reports, changed, now);
    }

    private static async Task SaveAsync(IRegistryTransaction transaction, ActivityWrites writes, CancellationToken cancellationToken)
    {
        await transaction.Activities.InsertAsync(writes.Activities, cancellationToken);
        await transaction.Agents.SaveStatesAsync(writes.Agents, cancellationToken);
    }

    /// <summary>Presence must know a status, or the next heartbeat with the old one would seem to change nothing.</summary>
    private async Task ShowAsync(IReadOnlyList<AgentState> changed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await _presence.PutAsync(changed, now, LeaseStart.Keep, cancellationToken);
        }
        catch (Exception exception) when (StoreFaults.IsUnavailable(exception))
        {
            // The tables have it. RegistryWorker fills presence again when it is back.
            LogNotShown(changed.Count, exception.Message);
        }
    }

    /// <summary>Of the batches that are committed at once each waits for the copies of the one before it, and not for its own.</summary>
    private Task RememberInTurn(IReadOnlyList<FeedEntry> events, CancellationToken cancellationToken)
    {
        lock (_turn)
        {
            var before = _remembering;
            _remembering = RememberAsync(before, events, cancellationToken);
            return before;
        }
    }

    /// <summary>The copies for when the tables are unavailable.</summary>
    private async Task RememberAsync(Task before, IReadOnlyList<FeedEntry> events, CancellationToken cancellationToken)
    {
        await before;
        try
        {
            await _recent.AddAsync(events, cancellationToken);
        }
        catch (Exception exception)
        {
            // Whatever it was: the activities are committed, and the next batch must not fail for it.
            LogNotRemembered(events.Count, exception.Message);
        }
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "{Count} activities are missing in the cache of recent ones: {Reason}")]
    private partial void LogNotRemembered(int count, string reason);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Warning, Message = "The new status of {Count} agents is missing in presence: {Reason}")]
    private partial void LogNotShown(int count, string reason);
}
