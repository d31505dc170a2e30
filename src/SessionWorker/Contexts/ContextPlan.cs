using AgentRegistry.Contracts;
using AgentRegistry.Storage.Contexts;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>What of a batch the tables know already.</summary>
/// <param name="States">The contexts that there are.</param>
/// <param name="Histories">Their versions and checkpoints, of those whose commands need them.</param>
/// <param name="Fresh">The messages that were never here before, by workspace and id.</param>
internal sealed record ContextBatchState(
    IReadOnlyDictionary<ContextKey, ContextState> States,
    IReadOnlyDictionary<ContextKey, ContextHistory> Histories,
    IReadOnlySet<(string Workspace, Guid MessageId)> Fresh);

/// <summary>
/// What a batch of commands comes to: several on one context follow one another, as if each had been committed by itself. Changes
/// get their revisions last, when the feed's lock is taken; until then they bear negative ones.
/// </summary>
internal sealed class ContextPlan
{
    private readonly Dictionary<ContextKey, ContextView> _views;
    private readonly HashSet<(string Workspace, Guid MessageId)> _fresh;
    private readonly ContextDraft _draft = new();
    private readonly List<(ContextState State, ContextChange Change, string? Checkpoint)> _changes = [];
    private readonly List<ContextCommitted> _results = [];
    private readonly int _limit;
    private readonly DateTimeOffset _now;
    private long _first;

    private ContextPlan(ContextBatchState known, int limit, DateTimeOffset now)
    {
        _views = known.States.ToDictionary(
            state => state.Key, state => new ContextView(state.Value, known.Histories.GetValueOrDefault(state.Key, ContextHistory.Empty)));
        _fresh = [.. known.Fresh];
        (_limit, _now) = (limit, now);
    }

    /// <summary>How many revisions it needs.</summary>
    public int Changes => _changes.Count;

    /// <summary>What is written beside the rows of the contexts.</summary>
    public ContextDraft Draft => _draft;

    /// <summary>What is to be stored, by key.</summary>
    public IReadOnlyList<ContextState> States =>
        [.. _draft.Touched.Order(ContextKey.LockOrder).Where(_views.ContainsKey).Select(key => Numbered(_views[key].State))];

    /// <summary>What others are told.</summary>
    public IReadOnlyList<FeedEntry> Entries =>
        [.. _changes.Select(change => FeedEntry.Of(Numbered(change.State).ToChange(change.Change, change.Checkpoint, _now)))];

    /// <summary>One for each command.</summary>
    public IReadOnlyList<ContextCommitted> Results =>
        [.. _results.Select(result => result.State is { } state ? result with { State = Numbered(state) } : result)];

    /// <summary>Messages that were new and had no effect: they are not to be taken for repetitions when they come again.</summary>
    public IReadOnlySet<(string Workspace, Guid MessageId)> WithoutEffect => _fresh;

    /// <summary>Whether a context's history must be read before its commands are decided.</summary>
    public static bool NeedsHistory(IReadOnlyCollection<ContextCommand> commands, ContextState state, bool hasRepeats, int limit) =>
        hasRepeats
        || commands.Any(command => command.NeedsHistory)
        || state.Versions + commands.Count(command => command.MakesVersion) > limit;

    public static ContextPlan Make(IReadOnlyList<ContextCommand> commands, ContextBatchState known, int limit, DateTimeOffset now)
    {
        var plan = new ContextPlan(known, limit, now);
        foreach (var command in commands)
        {
            plan.Take(command);
        }

        return plan;
    }

    /// <summary>Gives the changes their revisions.</summary>
    /// <param name="first">The first of those taken.</param>
    public void From(long first) => _first = first;

    private void Take(ContextCommand command)
    {
        var view = _views.GetValueOrDefault(command.Key);
        var decision = _fresh.Contains((command.Key.Workspace, command.MessageId))
            ? command.Decide(view, _now)
            : ContextDecision.Repeat(view, command.MessageId, command.MakesVersion);
        var state = view?.State;
        if (decision is { Change: { } change, Next: { } next })
        {
            _fresh.Remove((command.Key.Workspace, command.MessageId));
            state = next with { Revision = -1 - _changes.Count };
            _changes.Add((state, change, decision.Checkpoint));
            Keep(command, decision, state, view?.History ?? ContextHistory.Empty);
        }
        else if (decision.Outcome is not null)
        {
            _fresh.Remove((command.Key.Workspace, command.MessageId));
        }

        _results.Add(new(decision.Outcome, decision.Refusal, state, decision.Version ?? state?.CurrentVersion ?? 0, decision.RollbackPointer));
    }

    private void Keep(ContextCommand command, ContextDecision decision, ContextState next, ContextHistory history)
    {
        switch (decision)
        {
            case { Change: ContextChange.Deleted }:
                _views.Remove(command.Key);
                _draft.Delete(command.Key);
                return;
            case { Added: { } added }:
                _draft.Add(command.Key, added, command.MessageId, command.Data);
                history = history with { Versions = [.. history.Versions, new(added.Version, added.RollbackPointer, command.MessageId)] };
                break;
            case { Change: ContextChange.CheckpointNamed, Checkpoint: { } checkpoint, Version: { } version }:
                _draft.Name(command.Key, checkpoint, version);
                history = history with { Checkpoints = new Dictionary<string, int>(history.Checkpoints, StringComparer.Ordinal) { [checkpoint] = version } };
                break;
            case { Checkpoint: { } checkpoint }:
                _draft.RemoveName(command.Key, checkpoint);
                history = history with { Checkpoints = history.Checkpoints.Where(named => named.Key != checkpoint).ToDictionary(StringComparer.Ordinal) };
                break;
        }

        _draft.Touch(command.Key);
        _views[command.Key] = decision.Added is null ? new(next, history) : Pruned(new(next, history));
    }

    /// <summary>A history that was not read is shorter than the limit.</summary>
    private ContextView Pruned(ContextView view)
    {
        var surplus = ContextPruning.Surplus(view.History, view.State, _limit);
        if (surplus.Count == 0)
        {
            return view;
        }

        _draft.Remove(view.State.Key, surplus);
        return new(
            view.State with { Versions = view.State.Versions - surplus.Count },
            view.History with { Versions = [.. view.History.Versions.Where(kept => !surplus.Contains(kept.Version))] });
    }

    private ContextState Numbered(ContextState state) => state.Revision >= 0 ? state : state with { Revision = _first - 1 - state.Revision };
}
