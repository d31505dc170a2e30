using AgentRegistry.Contracts;
using AgentRegistry.Storage.Evidence;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>What of a batch the tables know already.</summary>
/// <param name="States">The sessions that there are.</param>
/// <param name="Creations">The creating messages that were never here before, by workspace and id.</param>
/// <param name="Messages">Messages that their sessions have.</param>
/// <param name="Invocations">Invocations that their sessions have.</param>
internal sealed record SessionBatchState(
    IReadOnlyDictionary<SessionKey, SessionState> States,
    IReadOnlySet<(string Workspace, Guid MessageId)> Creations,
    IReadOnlySet<SessionEntryKey> Messages,
    IReadOnlySet<SessionEntryKey> Invocations);

/// <summary>
/// What a batch of commands comes to: several on one session follow one another, as if each had been committed by itself. Changes
/// get their revisions last, when the feed's lock is taken; until then they bear negative ones.
/// </summary>
internal sealed class SessionPlan
{
    // Of a pasted document the beginning says what was asked.
    private const int MostOfQuery = 1_024;

    private readonly Dictionary<SessionKey, SessionState> _states;
    private readonly HashSet<(string Workspace, Guid MessageId)> _creations;
    private readonly HashSet<SessionEntryKey> _knownMessages;
    private readonly HashSet<SessionEntryKey> _knownInvocations;
    private readonly DateTimeOffset _now;
    private readonly HashSet<SessionKey> _touched = [];
    private readonly HashSet<SessionKey> _deleted = [];
    private readonly List<(SessionState State, SessionChange Change)> _changes = [];
    private readonly List<SessionCommitted> _results = [];
    private List<StoredMessage> _messages = [];
    private readonly HashSet<SessionKey> _forgotten = [];
    private List<StoredInvocation> _invocations = [];
    private List<SuccessfulAnswer> _answers = [];
    private long _first;

    private SessionPlan(SessionBatchState known, DateTimeOffset now)
    {
        _states = new(known.States);
        _creations = [.. known.Creations];
        _knownMessages = [.. known.Messages];
        _knownInvocations = [.. known.Invocations];
        _now = now;
    }

    /// <summary>How many revisions it needs.</summary>
    public int Changes => _changes.Count;

    /// <summary>What is to be deleted before all else is written.</summary>
    public IReadOnlyList<SessionKey> Deleted => [.. _deleted.Order(SessionKey.LockOrder)];

    /// <summary>What is to be stored, by key.</summary>
    public IReadOnlyList<SessionState> States => [.. _touched.Order(SessionKey.LockOrder).Where(_states.ContainsKey).Select(key => Numbered(_states[key]))];

    public IReadOnlyList<StoredMessage> Messages => _messages;

    public IReadOnlyList<StoredInvocation> Invocations => _invocations;

    /// <summary>What agents answered well.</summary>
    public IReadOnlyList<SuccessfulAnswer> Answers => [.. _answers.Select(answer => answer with { Revision = Numbered(answer.Revision) })];

    /// <summary>Sessions that somebody deleted: what was learned in them goes too. What is removed for its age has taught something.</summary>
    public IReadOnlyCollection<SessionKey> Forgotten => _forgotten;

    /// <summary>What others are told.</summary>
    public IReadOnlyList<FeedEntry> Entries => [.. _changes.Select(change => FeedEntry.Of(Numbered(change.State).ToChange(change.Change, _now)))];

    /// <summary>One for each command.</summary>
    public IReadOnlyList<SessionCommitted> Results =>
        [.. _results.Select(result => result.State is { } state ? result with { State = Numbered(state) } : result)];

    public static SessionPlan Make(IReadOnlyList<SessionCommand> commands, SessionBatchState known, DateTimeOffset now)
    {
        var plan = new SessionPlan(known, now);
        foreach (var command in commands)
        {
            plan.Take(command);
        }

        return plan;
    }

    /// <summary>Gives the changes their revisions.</summary>
    /// <param name="first">The first of those taken.</param>
    public void From(long first) => _first = first;

    private void Take(SessionCommand command)
    {
        var decision = command.Decide(_states.GetValueOrDefault(command.Key), NewsOf(command), _now);
        if (decision is { Change: { } change, Next: { } next })
        {
            next = next with { Revision = -1 - _changes.Count };
            _changes.Add((next, change));
            if (change == SessionChange.Deleted)
            {
                Forget(command.Key);
                if (!decision.IsForAge)
                {
                    _forgotten.Add(command.Key);
                    _answers = [.. _answers.Where(answer => answer.Session != command.Key)];
                }
            }
            else
            {
                Keep(next, decision);
            }

            _results.Add(new(decision.Outcome, decision.Refusal, next, decision.Messages.Count + decision.Invocations.Count));
        }
        else
        {
            _results.Add(new(decision.Outcome, decision.Refusal, _states.GetValueOrDefault(command.Key), Added: 0));
        }
    }

    /// <summary>What a refused command brought stays new: it is not there.</summary>
    private NewSessionEntries NewsOf(SessionCommand command) => new(
        command.CreatedBy is { } message && !_creations.Remove((command.Key.Workspace, message)),
        [.. command.Messages.Where(said => !_knownMessages.Contains(new(command.Key, said.Id))).DistinctBy(said => said.Id)],
        [.. command.Invocations.Where(called => !_knownInvocations.Contains(new(command.Key, called.Id)))]);

    private void Keep(SessionState next, SessionDecision decision)
    {
        _touched.Add(next.Key);
        _states[next.Key] = next;
        foreach (var message in decision.Messages)
        {
            _messages.Add(new StoredMessage(next.Key, message));
            _knownMessages.Add(new(next.Key, message.Id));
        }

        foreach (var invocation in decision.Invocations)
        {
            _invocations.Add(new StoredInvocation(next.Key, invocation));
            _knownInvocations.Add(new(next.Key, invocation.Id));
        }

        // Of one command there is one invocation: its revision tells its evidence from all other.
        if (decision.Invocations is [{ Success: true, Query.Length: > 0 } answered])
        {
            var query = answered.Query.Length <= MostOfQuery ? answered.Query : answered.Query[..MostOfQuery];
            _answers.Add(new SuccessfulAnswer(next.Key, answered.Id, answered.AgentId, query, _now, next.Revision));
        }
    }

    private void Forget(SessionKey key)
    {
        _states.Remove(key);
        _deleted.Add(key);
        _messages = [.. _messages.Where(stored => stored.Session != key)];
        _invocations = [.. _invocations.Where(stored => stored.Session != key)];
        _knownMessages.RemoveWhere(known => known.Session == key);
        _knownInvocations.RemoveWhere(known => known.Session == key);
    }

    private SessionState Numbered(SessionState state) => state.Revision >= 0 ? state : state with { Revision = Numbered(state.Revision) };

    private long Numbered(long revision) => _first - 1 - revision;
}
