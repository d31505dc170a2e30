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
/// Gathers activities and commits them together: those that are new to the inbox, what they add to the metrics, the status of
/// their agents, and the events of all that.
/// </summary>
internal sealed partial class ActivityWriter : IAsyncDisposable
{
    private const string Consumer = "activity";

    /// <summary>Characters of output and error in one commit, about: a statement of hundreds of megabytes would hold up all others.</summary>
    private const long MostText = 8 << 20;

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
            new BatchingOptions { MaxItems = 750, MaxSize = MostText, Interval = Interval, Writers = 1, IsBadItem = StoreFaults.IsBadRow },
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
        await using var transaction = await _store.BeginAsync(cancellationToken);
        var kept = messages.DistinctBy(message => message.ActivityId).ToDictionary(message => message.ActivityId, ActivityFingerprint.Of);
        var claim = await transaction.Inbox.ClaimAsync(Consumer, kept, cancellationToken);
        if (claim.Fresh.Count == 0)
        {
            return [.. messages.Select(Repetition)];
        }

        var activities = messages.Where(message => claim.Fresh.Contains(message.ActivityId)).DistinctBy(message => message.ActivityId).ToList();
        var lastActive = await transaction.Activities.AddToMetricsAsync(ActivityTally.Of(activities), cancellationToken);
        var agents = await AgentsAsync(transaction, ActivityDecision.Latest(activities), lastActive, now, cancellationToken);

        // The metrics of these agents are locked now: whatever comes of them next is committed after this.
        nextMayBegin();

        // The lock on the feed comes last: all that follows is writing.
        var first = await transaction.Feed.TakeRevisionsAsync(activities.Count + agents.Changed.Count, cancellationToken);
        var stored = activities
            .Select((message, index) => new Activity(first + index, message, agents.WorkspaceOf(message.AgentId), now))
            .ToList();
        var events = stored.ConvertAll(activity =>
            FeedEntry.Of(ActivityDecision.ToEvent(activity.Message, activity.Workspace, activity.Revision), now));
        var changed = agents.Changed.Select((state, index) => state with { Revision = first + stored.Count + index }).ToList();
        await transaction.Activities.InsertAsync(stored, cancellationToken);
        await transaction.Agents.SaveStatesAsync(changed, cancellationToken);
        await transaction.Feed.AppendAsync(
            [
                .. events,
                .. changed.Select(state => FeedEntry.Of(state.ToChange(AgentChange.StateChanged))),
            ],
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        await ShowAsync(changed, now, cancellationToken);
        await RememberInTurn(events, cancellationToken);
        var revisions = stored.ToDictionary(activity => activity.Message.ActivityId, activity => activity.Revision);
        return [.. messages.Select(message => revisions.Remove(message.ActivityId, out var revision)
            ? new ActivityCommitted(revision, IsDuplicate: false, IsReused: false)
            : Repetition(message))];

        ActivityCommitted Repetition(ActivityLogged message) => ActivityCommitted.Repetition(
            isOfAnother: ActivityFingerprint.Of(message) != claim.Known.GetValueOrDefault(message.ActivityId, kept[message.ActivityId]));
    }

    /// <summary>The agents of a batch, and those whose status is another after it. Only these are locked.</summary>
    private static async Task<ActivityAgents> AgentsAsync(
        IRegistryTransaction transaction,
        Dictionary<string, ActivityLogged> latest,
        IReadOnlyDictionary<string, DateTimeOffset> lastActive,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var reports = await transaction.Agents.ReadReportsAsync(latest.Keys, cancellationToken);
        var toChange = reports.Values
            .Where(report => ActivityDecision.Changes(report, latest[report.Id], lastActive.GetValueOrDefault(report.Id)))
            .Select(report => report.Id)
            .ToList();
        if (toChange.Count == 0)
        {
            return new ActivityAgents(reports, []);
        }

        var locked = await transaction.Agents.LockStatesAsync(toChange, cancellationToken);
        return new ActivityAgents(
            reports,
            [
                .. locked.Values
                    .Select(state => ActivityDecision.Decide(state, latest[state.Id], lastActive.GetValueOrDefault(state.Id), now))
                    .OfType<AgentState>(),
            ]);
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

    /// <summary>The copies for when the tables are away.</summary>
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

    private sealed record ActivityAgents(IReadOnlyDictionary<string, AgentReport> Reports, IReadOnlyList<AgentState> Changed)
    {
        public string WorkspaceOf(string agentId) => Reports.TryGetValue(agentId, out var report) ? report.Workspace : Defaults.Workspace;
    }
}

/// <summary>What became of an activity.</summary>
/// <param name="Revision">Its place in the feed; 0 for a duplicate.</param>
/// <param name="IsDuplicate">One of this id was here before.</param>
/// <param name="IsReused">And that one says something else.</param>
internal sealed record ActivityCommitted(long Revision, bool IsDuplicate, bool IsReused)
{
    public static ActivityCommitted Repetition(bool isOfAnother) => new(0, IsDuplicate: true, IsReused: isOfAnother);
}
