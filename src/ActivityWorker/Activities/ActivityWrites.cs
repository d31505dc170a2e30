using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Inbox;

namespace AgentRegistry.ActivityWorker.Activities;

/// <summary>What a batch of messages comes to: the activities that are new, and the agents whose status is another after them.</summary>
internal sealed class ActivityWrites : WriteSet
{
    private readonly IReadOnlyList<ActivityLogged> _messages;
    private readonly IReadOnlyDictionary<Guid, long> _fingerprints;
    private readonly IReadOnlyDictionary<Guid, long> _known;
    private readonly List<Activity> _activities;
    private readonly List<AgentState> _agents = [];

    /// <param name="messages">All that came.</param>
    /// <param name="fingerprints">Theirs, by the activity's id.</param>
    /// <param name="claim">What the inbox knows of them.</param>
    /// <param name="reports">The agents that there are of those who are named.</param>
    /// <param name="agents">The states that follow.</param>
    /// <param name="now">The registry's time.</param>
    public ActivityWrites(
        IReadOnlyList<ActivityLogged> messages,
        IReadOnlyDictionary<Guid, long> fingerprints,
        InboxClaim claim,
        IReadOnlyDictionary<string, AgentReport> reports,
        IEnumerable<AgentState> agents,
        DateTimeOffset now)
    {
        (_messages, _fingerprints, _known) = (messages, fingerprints, claim.Known);
        _activities = new(claim.Fresh.Count);
        foreach (var message in New(messages, claim))
        {
            var workspace = reports.TryGetValue(message.AgentId, out var report) ? report.Workspace : Defaults.Workspace;
            var activity = new Activity(NextRevision, message, workspace, now);
            _activities.Add(activity);
            Announce(() => FeedEntry.Of(ActivityDecision.ToEvent(message, workspace, Numbered(activity.Revision)), now));
        }

        foreach (var state in agents)
        {
            var changed = state with { Revision = NextRevision };
            _agents.Add(changed);
            Announce(() => FeedEntry.Of(Numbered(changed).ToChange(AgentChange.StateChanged)));
        }
    }

    public IReadOnlyList<Activity> Activities => _activities.ConvertAll(activity => activity with { Revision = Numbered(activity.Revision) });

    public IReadOnlyList<AgentState> Agents => _agents.ConvertAll(Numbered);

    /// <summary>The events of the activities.</summary>
    public IReadOnlyList<FeedEntry> Recorded => [.. Entries.Take(_activities.Count)];

    /// <summary>One for each message.</summary>
    public IReadOnlyList<ActivityCommitted> Results
    {
        get
        {
            var revisions = _activities.ToDictionary(activity => activity.Message.ActivityId, activity => Numbered(activity.Revision));
            return [.. _messages.Select(message => revisions.Remove(message.ActivityId, out var revision)
                ? new ActivityCommitted(revision, IsDuplicate: false, IsReused: false)
                : new ActivityCommitted(0, IsDuplicate: true, IsReused: IsOfAnother(message)))];
        }
    }

    /// <summary>The first message of each activity that was never here before.</summary>
    public static IEnumerable<ActivityLogged> New(IEnumerable<ActivityLogged> messages, InboxClaim claim) =>
        messages.Where(message => claim.Fresh.Contains(message.ActivityId)).DistinctBy(message => message.ActivityId);

    private AgentState Numbered(AgentState state) => state with { Revision = Numbered(state.Revision) };

    private bool IsOfAnother(ActivityLogged message) =>
        ActivityFingerprint.Of(message) != _known.GetValueOrDefault(message.ActivityId, _fingerprints[message.ActivityId]);
}

/// <summary>What became of an activity.</summary>
/// <param name="Revision">Its place in the feed; 0 for a duplicate.</param>
/// <param name="IsDuplicate">One of this id was here before.</param>
/// <param name="IsReused">And that one says something else.</param>
internal sealed record ActivityCommitted(long Revision, bool IsDuplicate, bool IsReused);
