using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Evidence;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>The stored state that a batch of commands is decided from.</summary>
/// <param name="States">The sessions that exist.</param>
/// <param name="Creations">The creating messages that are new, by workspace and id.</param>
/// <param name="Messages">Messages that their sessions have.</param>
/// <param name="Invocations">Invocations that their sessions have.</param>
internal sealed record SessionBatchState(
    IReadOnlyDictionary<SessionKey, SessionState> States,
    IReadOnlySet<(string Workspace, Guid MessageId)> Creations,
    IReadOnlySet<SessionEntryKey> Messages,
    IReadOnlySet<SessionEntryKey> Invocations);

/// <summary>The write set of a batch of commands: several on one session follow one another, as if each had been committed by itself.</summary>
internal sealed class SessionWrites : WriteSet
{
    // The beginning of a pasted document is enough to recognise a similar query.
    private const int MaxQueryLength = 1_024;

    private readonly Dictionary<SessionKey, SessionState> _states;
    private readonly HashSet<(string Workspace, Guid MessageId)> _creations;
    private readonly HashSet<SessionEntryKey> _knownMessages;
    private readonly HashSet<SessionEntryKey> _knownInvocations;
    private readonly DateTimeOffset _now;
    private readonly HashSet<SessionKey> _changed = [];
    private readonly HashSet<SessionKey> _deleted = [];
    private readonly HashSet<SessionKey> _forgotten = [];
    private readonly List<SessionDecision> _results = [];
    private List<StoredMessage> _messages = [];
    private List<StoredInvocation> _invocations = [];
    private List<SuccessfulAnswer> _answers = [];

    private SessionWrites(SessionBatchState stored, DateTimeOffset now)
    {
        _states = new(stored.States);
        _creations = [.. stored.Creations];
        _knownMessages = [.. stored.Messages];
        _knownInvocations = [.. stored.Invocations];
        _now = now;
    }

    /// <summary>Sessions to delete before anything is written.</summary>
    public IReadOnlyList<SessionKey> Deleted => [.. _deleted.Order(SessionKey.LockOrder)];

    /// <summary>Sessions to store, by key.</summary>
    public IReadOnlyList<SessionState> States => [.. _changed.Order(SessionKey.LockOrder).Where(_states.ContainsKey).Select(key => Numbered(_states[key]))];

    public IReadOnlyList<StoredMessage> Messages => _messages;

    public IReadOnlyList<StoredInvocation> Invocations => _invocations;

    /// <summary>Queries that agents answered successfully: evidence for routing.</summary>
    public IReadOnlyList<SuccessfulAnswer> Answers => [.. _answers.Select(answer => answer with { Revision = Numbered(answer.Revision) })];

    /// <summary>Sessions whose evidence goes with them, since somebody deleted them. Evidence of sessions that are removed for their age stays.</summary>
    public IReadOnlyCollection<SessionKey> Forgotten => _forgotten;

    /// <summary>One for each command, in their order.</summary>
    public IReadOnlyList<SessionDecision> Results =>
        [.. _results.Select(result => result.State is { } state ? result with { State = Numbered(state) } : result)];

    public static SessionWrites Decide(IReadOnlyList<SessionCommand> commands, SessionBatchState stored, DateTimeOffset now)
    {
        var writes = new SessionWrites(stored, now);
        foreach (var command in commands)
        {
            writes.Add(command);
        }

        return writes;
    }

    private void Add(SessionCommand command)
    {
        var current = _states.GetValueOrDefault(command.Key);
        var decision = command.Decide(current, NewEntriesOf(command), _now);
        if (decision is { Change: { } change, State: { } next })
        {
            next = next with { Revision = NextRevision };
            Announce(() => FeedEntry.Of(Numbered(next).ToChange(change, _now)));
            if (change == SessionChange.Deleted)
            {
                Delete(command.Key, decision.IsForAge);
            }
            else
            {
                Save(next, decision);
            }

            _results.Add(decision with { State = next });
        }
        else
        {
            _results.Add(decision with { State = current });
        }
    }

    /// <summary>Entries of a refused command stay new: they are not stored.</summary>
    private NewSessionEntries NewEntriesOf(SessionCommand command) => new(
        command.CreatedBy is { } message && !_creations.Remove((command.Key.Workspace, message)),
        [.. command.Messages.Where(message => !_knownMessages.Contains(new(command.Key, message.Id))).DistinctBy(message => message.Id)],
        [.. command.Invocations.Where(invocation => !_knownInvocations.Contains(new(command.Key, invocation.Id)))]);

    private void Save(SessionState next, SessionDecision decision)
    {
        _changed.Add(next.Key);
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

        // A command has one invocation at most, so that its revision identifies its evidence.
        if (decision.Invocations is [{ Success: true, Query.Length: > 0 } answered])
        {
            var query = answered.Query.Length <= MaxQueryLength ? answered.Query : answered.Query[..MaxQueryLength];
            _answers.Add(new SuccessfulAnswer(next.Key, answered.Id, answered.AgentId, query, _now, next.Revision));
        }
    }

    private void Delete(SessionKey key, bool isForAge)
    {
        _states.Remove(key);
        _deleted.Add(key);
        _messages = [.. _messages.Where(stored => stored.Session != key)];
        _invocations = [.. _invocations.Where(stored => stored.Session != key)];
        _knownMessages.RemoveWhere(known => known.Session == key);
        _knownInvocations.RemoveWhere(known => known.Session == key);
        if (!isForAge)
        {
            _forgotten.Add(key);
            _answers = [.. _answers.Where(answer => answer.Session != key)];
        }
    }

    private SessionState Numbered(SessionState state) => state with { Revision = Numbered(state.Revision) };
}
