using AgentRegistry.Contracts;
using AgentRegistry.SessionWorker.Contexts;
using AgentRegistry.Storage.Contexts;
using Shouldly;
using Xunit;

namespace AgentRegistry.SessionWorker.Tests.Contexts;

/// <summary>Several commands of one commit follow one another.</summary>
public class ContextPlanTests
{
    private readonly List<ContextCommand> _commands = [];
    private readonly Dictionary<ContextKey, ContextView> _known = [];
    private readonly HashSet<Guid> _repeats = [];

    [Fact]
    public void Of_many_who_expect_the_same_version_the_first_wins()
    {
        _commands.AddRange(Enumerable.Range(0, 20).Select(_ => ContextCommand.Of(GivenContexts.Write(expected: 3))));
        _known[GivenContexts.Key] = GivenContexts.View();

        var plan = Plan();

        plan.Results.Select(result => result.Refusal).ShouldBe([null, .. Enumerable.Repeat<ContextConflictReason?>(ContextConflictReason.Version, 19)]);
        plan.Results.ShouldAllBe(result => result.State!.CurrentVersion == 4);
        plan.Draft.Added.ShouldHaveSingleItem().Version.Version.ShouldBe(4);
        plan.WithoutEffect.Count.ShouldBe(19);
        (plan.Entries.ShouldHaveSingleItem().Revision, plan.States.ShouldHaveSingleItem().Revision).ShouldBe((101, 101));
    }

    [Fact]
    public void A_context_that_is_made_takes_what_follows_in_the_same_commit()
    {
        _commands.AddRange(
        [
            ContextCommand.Of(GivenContexts.Write("""{"a":1}""")), ContextCommand.Of(GivenContexts.Name("first"), Given.Limits), ContextCommand.Of(GivenContexts.Write("""{"a":2}""")),
            ContextCommand.Of(GivenContexts.Rollback(checkpoint: "first")), ContextCommand.Of(GivenContexts.RemoveName("first")),
        ]);

        var plan = Plan();

        plan.Draft.Added.Select(stored => (stored.Version.Version, stored.Data, stored.CopyOf, stored.Version.RollbackPointer))
            .ShouldBe([(1, """{"a":1}""", null, null), (2, """{"a":2}""", null, null), (3, """{"a":1}""", null, 1)]);
        (plan.Draft.Named.Count, plan.Draft.NoLongerNamed.Count).ShouldBe((0, 1));
        var state = plan.States.ShouldHaveSingleItem();
        (state.CurrentVersion, state.Versions, state.RollbackPointer, state.Revision).ShouldBe((3, 3, 1, 105));
        plan.Entries.Select(entry => entry.Read<ContextChanged>()).Select(change => (change.Revision, change.Change, change.CurrentVersion, change.Checkpoint)).ShouldBe(
        [
            (101, ContextChange.Created, 1, null), (102, ContextChange.CheckpointNamed, 1, "first"), (103, ContextChange.Written, 2, null),
            (104, ContextChange.RolledBack, 3, null), (105, ContextChange.CheckpointRemoved, 3, "first"),
        ]);
    }

    [Fact]
    public void A_rollback_to_a_rollback_copies_what_is_stored()
    {
        _known[GivenContexts.Key] = GivenContexts.View();
        _commands.AddRange([ContextCommand.Of(GivenContexts.Rollback(1)), ContextCommand.Of(GivenContexts.Write()), ContextCommand.Of(GivenContexts.Rollback(4))]);

        Plan().Draft.Added.Select(stored => (stored.Version.Version, stored.CopyOf, stored.Version.RollbackPointer)).ShouldBe([(4, 1, 1), (5, null, null), (6, 1, 4)]);
    }

    [Fact]
    public void What_comes_twice_in_one_commit_or_was_here_before_has_one_effect()
    {
        var view = GivenContexts.View();
        _known[GivenContexts.Key] = view;
        var (write, old) = (GivenContexts.Write(), GivenContexts.Write(expected: 1));
        _repeats.Add(old.MessageId);
        _known[GivenContexts.Key] = view with { History = view.History with { Versions = [.. view.History.Versions.Select(kept => kept.Version == 2 ? kept with { MessageId = old.MessageId } : kept)] } };
        _commands.AddRange([ContextCommand.Of(write), ContextCommand.Of(write), ContextCommand.Of(old)]);

        var plan = Plan();

        plan.Results.Select(result => (result.Outcome, result.Version)).ShouldBe([(ContextOutcome.Updated, 4), (ContextOutcome.Unchanged, 4), (ContextOutcome.Unchanged, 2)]);
        (plan.Changes, plan.WithoutEffect.Count).ShouldBe((1, 0));
    }

    [Fact]
    public void What_was_refused_is_refused_again_and_not_taken_for_a_repeat()
    {
        _known[GivenContexts.Key] = GivenContexts.View();
        var late = GivenContexts.Write(expected: 2);
        _commands.AddRange([ContextCommand.Of(late), ContextCommand.Of(late), ContextCommand.Of(GivenContexts.Rollback(9)), ContextCommand.Of(GivenContexts.Write())]);

        var plan = Plan();

        plan.Results.Select(result => (result.Outcome, result.Refusal)).ShouldBe(
            [(null, ContextConflictReason.Version), (null, ContextConflictReason.Version), (null, null), (ContextOutcome.Updated, null)]);
        plan.WithoutEffect.Count.ShouldBe(2);
    }

    [Fact]
    public void What_is_made_and_pruned_in_one_commit_is_never_stored()
    {
        _known[GivenContexts.Key] = GivenContexts.View(2, ("approved", 1));
        _commands.AddRange(Enumerable.Range(0, 5).Select(_ => ContextCommand.Of(GivenContexts.Write())));

        var plan = Plan(limit: 2);

        plan.Draft.Added.Select(stored => stored.Version.Version).ShouldBe([6, 7]);
        plan.Draft.Removed.Select(removed => removed.Version).ShouldBe([2]);
        (plan.States.ShouldHaveSingleItem().Versions, plan.States[0].CurrentVersion).ShouldBe((3, 7));
    }

    [Fact]
    public void A_context_that_is_deleted_and_made_again_has_only_what_came_since()
    {
        _known[GivenContexts.Key] = GivenContexts.View(3, ("approved", 1));
        _commands.AddRange(
        [
            ContextCommand.Of(GivenContexts.Write()), ContextCommand.Of(GivenContexts.Name("late"), Given.Limits), ContextCommand.Of(GivenContexts.Delete()),
            ContextCommand.Of(GivenContexts.Rollback(1)), ContextCommand.Of(GivenContexts.Write("""{"new":true}""", expected: 0)),
        ]);

        var plan = Plan();

        plan.Draft.Deleted.ShouldBe([GivenContexts.Key]);
        var added = plan.Draft.Added.ShouldHaveSingleItem();
        (added.Version.Version, added.Data, plan.Draft.Named.Count).ShouldBe((1, """{"new":true}""", 0));
        plan.Results[3].Outcome.ShouldBeNull();
        plan.Results[4].Outcome.ShouldBe(ContextOutcome.Created);
    }

    [Fact]
    public void The_history_is_read_only_where_it_is_needed()
    {
        var state = GivenContexts.View(3).State;
        ContextCommand[] write = [ContextCommand.Of(GivenContexts.Write())];

        ContextPlan.NeedsHistory(write, state, hasRepeats: false, limit: 4).ShouldBeFalse();
        ContextPlan.NeedsHistory(write, state, hasRepeats: false, limit: 3).ShouldBeTrue();
        ContextPlan.NeedsHistory(write, state, hasRepeats: true, limit: 4).ShouldBeTrue();
        ContextPlan.NeedsHistory([ContextCommand.Of(GivenContexts.Delete())], state, hasRepeats: false, limit: 3).ShouldBeFalse();
        ContextPlan.NeedsHistory([ContextCommand.Of(GivenContexts.Rollback(1))], state, hasRepeats: false, limit: 9).ShouldBeTrue();
    }

    private ContextPlan Plan(int limit = 100)
    {
        var fresh = _commands.Where(command => !_repeats.Contains(command.MessageId)).Select(command => (command.Key.Workspace, command.MessageId)).ToHashSet();
        var plan = ContextPlan.Make(
            _commands,
            new ContextBatchState(
                _known.ToDictionary(known => known.Key, known => known.Value.State),
                _known.ToDictionary(known => known.Key, known => known.Value.History),
                fresh),
            limit,
            Given.Now);
        plan.From(101);
        return plan;
    }
}
