using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Contexts;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>The stored state that a batch of commands is decided from.</summary>
/// <param name="States">The contexts that exist.</param>
/// <param name="Histories">Their versions and checkpoints, where a command needs them.</param>
/// <param name="Fresh">The messages that are new, by workspace and id.</param>
internal sealed record ContextBatchState(
    IReadOnlyDictionary<ContextKey, ContextState> States,
    IReadOnlyDictionary<ContextKey, ContextHistory> Histories,
    IReadOnlySet<(string Workspace, Guid MessageId)> Fresh);

/// <summary>
/// The write set of a batch of commands: several on one context follow one another, as if each had been committed by itself. A version
/// or checkpoint that a batch both makes and removes is never stored.
/// </summary>
internal sealed class ContextWrites : WriteSet
{
    private readonly Dictionary<ContextKey, ContextView> _views;
    private readonly HashSet<(string Workspace, Guid MessageId)> _fresh;
    private readonly HashSet<ContextKey> _changed = [];
    private readonly HashSet<ContextKey> _deleted = [];
    private readonly Dictionary<(ContextKey Context, int Version), StoredVersion> _added = [];
    private readonly HashSet<(ContextKey Context, int Version)> _removed = [];

    /// <summary>The version of a checkpoint; null where it is removed.</summary>
    private readonly Dictionary<(ContextKey Context, string Checkpoint), int?> _checkpoints = [];

    private readonly List<ContextDecision> _results = [];
    private readonly int _historyLimit;
    private readonly DateTimeOffset _now;

    private ContextWrites(ContextBatchState stored, int historyLimit, DateTimeOffset now)
    {
        _views = stored.States.ToDictionary(
            state => state.Key, state => new ContextView(state.Value, stored.Histories.GetValueOrDefault(state.Key, ContextHistory.Empty)));
        _fresh = [.. stored.Fresh];
        (_historyLimit, _now) = (historyLimit, now);
    }

    /// <summary>Contexts to delete before anything is written.</summary>
    public IReadOnlyList<ContextKey> Deleted => [.. _deleted.Order(ContextKey.LockOrder)];

    /// <summary>Contexts to store, by key.</summary>
    public IReadOnlyList<ContextState> States =>
        [.. _changed.Order(ContextKey.LockOrder).Where(_views.ContainsKey).Select(key => Numbered(_views[key].State))];

    public IReadOnlyCollection<StoredVersion> AddedVersions => _added.Values;

    /// <summary>Versions to remove after everything is written: some of the added ones may be copies of them.</summary>
    public IReadOnlyCollection<(ContextKey Context, int Version)> RemovedVersions => _removed;

    public IReadOnlyList<StoredCheckpoint> SavedCheckpoints =>
    [
        .. _checkpoints.Where(checkpoint => checkpoint.Value is not null)
            .Select(checkpoint => new StoredCheckpoint(checkpoint.Key.Context, checkpoint.Key.Checkpoint, checkpoint.Value.GetValueOrDefault())),
    ];

    public IReadOnlyList<(ContextKey Context, string Checkpoint)> RemovedCheckpoints =>
        [.. _checkpoints.Where(checkpoint => checkpoint.Value is null).Select(checkpoint => checkpoint.Key)];

    /// <summary>One for each command, in their order.</summary>
    public IReadOnlyList<ContextDecision> Results =>
        [.. _results.Select(result => result.State is { } state ? result with { State = Numbered(state) } : result)];

    /// <summary>New messages that had no effect: they do not count as repeats when they come again.</summary>
    public IReadOnlySet<(string Workspace, Guid MessageId)> WithoutEffect => _fresh;

    /// <summary>Whether a context's history must be read before its commands are decided.</summary>
    public static bool NeedsHistory(IReadOnlyCollection<ContextCommand> commands, ContextState state, bool hasRepeats, int historyLimit) =>
        hasRepeats
        || commands.Any(command => command.NeedsHistory)
        || state.Versions + commands.Count(command => command.MakesVersion) > historyLimit;

    public static ContextWrites Decide(IReadOnlyList<ContextCommand> commands, ContextBatchState stored, int historyLimit, DateTimeOffset now)
    {
        var writes = new ContextWrites(stored, historyLimit, now);
        foreach (var command in commands)
        {
            writes.Add(command);
        }

        return writes;
    }

    private void Add(ContextCommand command)
    {
        var view = _views.GetValueOrDefault(command.Key);
        var decision = _fresh.Contains((command.Key.Workspace, command.MessageId))
            ? command.Decide(view, _now)
            : ContextDecision.Repeat(view, command.MessageId, command.MakesVersion);
        if (decision.Outcome is not null)
        {
            _fresh.Remove((command.Key.Workspace, command.MessageId));
        }

        var state = view?.State;
        if (decision is { Change: { } change, State: { } next })
        {
            var changed = next with { Revision = NextRevision };
            Announce(() => FeedEntry.Of(Numbered(changed).ToChange(change, decision.Checkpoint, _now)));
            Save(command, decision, changed, view?.History ?? ContextHistory.Empty);
            state = changed;
        }

        _results.Add(decision with { State = state, Version = decision.Version ?? state?.CurrentVersion });
    }

    private void Save(ContextCommand command, ContextDecision decision, ContextState next, ContextHistory history)
    {
        switch (decision)
        {
            case { Change: ContextChange.Deleted }:
                Delete(command.Key);
                return;
            case { Added: { } added }:
                AddVersion(command, added);
                history = history with { Versions = [.. history.Versions, new(added.Version, added.RollbackPointer, command.MessageId)] };
                break;
            case { Change: ContextChange.CheckpointNamed, Checkpoint: { } checkpoint, Version: { } version }:
                _checkpoints[(command.Key, checkpoint)] = version;
                history = history with { Checkpoints = new Dictionary<string, int>(history.Checkpoints, StringComparer.Ordinal) { [checkpoint] = version } };
                break;
            case { Checkpoint: { } checkpoint }:
                _checkpoints[(command.Key, checkpoint)] = null;
                history = history with { Checkpoints = history.Checkpoints.Where(named => named.Key != checkpoint).ToDictionary(StringComparer.Ordinal) };
                break;
        }

        _changed.Add(command.Key);
        _views[command.Key] = decision.Added is null ? new(next, history) : Prune(new(next, history));
    }

    /// <summary>A version with data of its own or with those of the version that it points to: what is not stored yet cannot be copied there.</summary>
    private void AddVersion(ContextCommand command, ContextVersion version)
    {
        var (data, copyOf) = (command.Data, (int?)null);
        if (data is null)
        {
            (data, copyOf) = _added.TryGetValue((command.Key, version.RollbackPointer.GetValueOrDefault()), out var source)
                ? (source.Data, source.CopyOf)
                : (null, version.RollbackPointer);
        }

        _added.Add((command.Key, version.Version), new StoredVersion(command.Key, version, command.MessageId, data, copyOf));
    }

    /// <summary>A history that was not read is shorter than the limit.</summary>
    private ContextView Prune(ContextView view)
    {
        var surplus = ContextPruning.Surplus(view.History, view.State, _historyLimit);
        if (surplus.Count == 0)
        {
            return view;
        }

        foreach (var version in surplus.Select(version => (view.State.Key, version)).Where(version => !_added.Remove(version)))
        {
            _removed.Add(version);
        }

        return new(
            view.State with { Versions = view.State.Versions - surplus.Count },
            view.History with { Versions = [.. view.History.Versions.Where(kept => !surplus.Contains(kept.Version))] });
    }

    private void Delete(ContextKey key)
    {
        _views.Remove(key);
        _deleted.Add(key);
        _removed.RemoveWhere(removed => removed.Context == key);
        foreach (var added in _added.Keys.Where(added => added.Context == key).ToList())
        {
            _added.Remove(added);
        }

        foreach (var checkpoint in _checkpoints.Keys.Where(checkpoint => checkpoint.Context == key).ToList())
        {
            _checkpoints.Remove(checkpoint);
        }
    }

    private ContextState Numbered(ContextState state) => state with { Revision = Numbered(state.Revision) };
}
