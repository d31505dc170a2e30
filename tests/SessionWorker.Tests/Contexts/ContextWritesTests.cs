using AgentRegistry.Contracts;
using AgentRegistry.SessionWorker.Contexts;
using AgentRegistry.Storage.Contexts;
using Shouldly;
using Xunit;

namespace AgentRegistry.SessionWorker.Tests.Contexts;

/// <summary>Several commands of one commit follow one another.</summary>
public class ContextWritesTests
{
    private readonly List<ContextCommand> _commands = [];
    private readonly Dictionary<ContextKey, ContextView> _known = [];
    private readonly HashSet<Guid> _repeats = [];

    [Fact]
    public void First_of_many_writes_on_the_same_version_wins()
    {
        _commands.AddRange(Enumerable.Range(0, 20).Select(_ => ContextCommand.Of(GivenContexts.Write(expected: 3))));
        _known[GivenContexts.Key] = GivenContexts.View();

        var writes = Decide();

        writes.Results.Select(result => result.Refusal).ShouldBe([null, .. Enumerable.Repeat<ContextConflictReason?>(ContextConflictReason.Version, 19)]);
        writes.Results.ShouldAllBe(result => result.State!.CurrentVersion == 4);
        writes.AddedVersions.ShouldHaveSingleItem().Version.Version.ShouldBe(4);
        writes.WithoutEffect.Count.ShouldBe(19);
        (writes.Entries.ShouldHaveSingleItem().Revision, writes.States.ShouldHaveSingleItem().Revision).ShouldBe((101, 101));
    }

    [Fact]
    public void Created_context_accepts_later_commands_of_its_batch()
    {
        _commands.AddRange(
        [
            ContextCommand.Of(GivenContexts.Write("""{"a":1}""")), ContextCommand.Of(GivenContexts.Name("first"), Given.Limits), ContextCommand.Of(GivenContexts.Write("""{"a":2}""")),
            ContextCommand.Of(GivenContexts.Rollback(checkpoint: "first")), ContextCommand.Of(GivenContexts.RemoveCheckpoint("first")),
        ]);

        var writes = Decide();

        writes.AddedVersions.Select(stored => (stored.Version.Version, stored.Data, stored.CopyOf, stored.Version.RollbackPointer))
            .ShouldBe([(1, """{"a":1}""", null, null), (2, """{"a":2}""", null, null), (3, """{"a":1}""", null, 1)]);
        (writes.SavedCheckpoints.Count, writes.RemovedCheckpoints.Count).ShouldBe((0, 1));
        var state = writes.States.ShouldHaveSingleItem();
        (state.CurrentVersion, state.Versions, state.RollbackPointer, state.Revision).ShouldBe((3, 3, 1, 105));
        writes.Entries.Select(entry => entry.Read<ContextChanged>()).Select(change => (change.Revision, change.Change, change.CurrentVersion, change.Checkpoint)).ShouldBe(
        [
            (101, ContextChange.Created, 1, null), (102, ContextChange.CheckpointNamed, 1, "first"), (103, ContextChange.Written, 2, null),
            (104, ContextChange.RolledBack, 3, null), (105, ContextChange.CheckpointRemoved, 3, "first"),
        ]);
    }

    [Fact]
    public void Rollback_to_a_rollback_of_its_batch_copies_the_stored_version()
    {
        _known[GivenContexts.Key] = GivenContexts.View();
        _commands.AddRange([ContextCommand.Of(GivenContexts.Rollback(1)), ContextCommand.Of(GivenContexts.Write()), ContextCommand.Of(GivenContexts.Rollback(4))]);

        Decide().AddedVersions.Select(stored => (stored.Version.Version, stored.CopyOf, stored.Version.RollbackPointer)).ShouldBe([(4, 1, 1), (5, null, null), (6, 1, 4)]);
    }

    [Fact]
    public void Repeat_within_a_batch_or_of_an_earlier_one_has_no_second_effect()
    {
        var view = GivenContexts.View();
        _known[GivenContexts.Key] = view;
        var (write, old) = (GivenContexts.Write(), GivenContexts.Write(expected: 1));
        _repeats.Add(old.MessageId);
        _known[GivenContexts.Key] = view with { History = view.History with { Versions = [.. view.History.Versions.Select(kept => kept.Version == 2 ? kept with { MessageId = old.MessageId } : kept)] } };
        _commands.AddRange([ContextCommand.Of(write), ContextCommand.Of(write), ContextCommand.Of(old)]);

        var writes = Decide();

        writes.Results.Select(result => (result.Outcome, result.Version)).ShouldBe([(ContextOutcome.Updated, 4), (ContextOutcome.Unchanged, 4), (ContextOutcome.Unchanged, 2)]);
        (writes.Changes, writes.WithoutEffect.Count).ShouldBe((1, 0));
    }

    [Fact]
    public void Refused_command_is_refused_again_and_not_taken_for_a_repeat()
    {
        _known[GivenContexts.Key] = GivenContexts.View();
        var late = GivenContexts.Write(expected: 2);
        _commands.AddRange([ContextCommand.Of(late), ContextCommand.Of(late), ContextCommand.Of(GivenContexts.Rollback(9)), ContextCommand.Of(GivenContexts.Write())]);

        var writes = Decide();

        writes.Results.Select(result => (result.Outcome, result.Refusal)).ShouldBe(
            [(null, ContextConflictReason.Version), (null, ContextConflictReason.Version), (null, null), (ContextOutcome.Updated, null)]);
        writes.WithoutEffect.Count.ShouldBe(2);
    }

    [Fact]
    public void Version_that_is_added_and_pruned_in_one_batch_is_not_stored()
    {
        _known[GivenContexts.Key] = GivenContexts.View(2, ("approved", 1));
        _commands.AddRange(Enumerable.Range(0, 5).Select(_ => ContextCommand.Of(GivenContexts.Write())));

        var writes = Decide(historyLimit: 2);

        writes.AddedVersions.Select(stored => stored.Version.Version).ShouldBe([6, 7]);
        writes.RemovedVersions.Select(removed => removed.Version).ShouldBe([2]);
        (writes.States.ShouldHaveSingleItem().Versions, writes.States[0].CurrentVersion).ShouldBe((3, 7));
    }

    [Fact]
    public void Context_that_is_deleted_and_created_again_has_only_later_versions()
    {
        _known[GivenContexts.Key] = GivenContexts.View(3, ("approved", 1));
        _commands.AddRange(
        [
            ContextCommand.Of(GivenContexts.Write()), ContextCommand.Of(GivenContexts.Name("late"), Given.Limits), ContextCommand.Of(GivenContexts.Delete()),
            ContextCommand.Of(GivenContexts.Rollback(1)), ContextCommand.Of(GivenContexts.Write("""{"new":true}""", expected: 0)),
        ]);

        var writes = Decide();

        writes.Deleted.ShouldBe([GivenContexts.Key]);
        var added = writes.AddedVersions.ShouldHaveSingleItem();
        (added.Version.Version, added.Data, writes.SavedCheckpoints.Count).ShouldBe((1, """{"new":true}""", 0));
        writes.Results[3].Outcome.ShouldBeNull();
        writes.Results[4].Outcome.ShouldBe(ContextOutcome.Created);
    }

    [Fact]
    public void History_is_read_only_for_commands_that_need_it()
    {
        var state = GivenContexts.View(3).State;
        ContextCommand[] write = [ContextCommand.Of(GivenContexts.Write())];

        ContextWrites.NeedsHistory(write, state, hasRepeats: false, historyLimit: 4).ShouldBeFalse();
        ContextWrites.NeedsHistory(write, state, hasRepeats: false, historyLimit: 3).ShouldBeTrue();
        ContextWrites.NeedsHistory(write, state, hasRepeats: true, historyLimit: 4).ShouldBeTrue();
        ContextWrites.NeedsHistory([ContextCommand.Of(GivenContexts.Delete())], state, hasRepeats: false, historyLimit: 3).ShouldBeFalse();
        ContextWrites.NeedsHistory([ContextCommand.Of(GivenContexts.Rollback(1))], state, hasRepeats: false, historyLimit: 9).ShouldBeTrue();
    }

    private ContextWrites Decide(int historyLimit = 100)
    {
        var fresh = _commands.Where(command => !_repeats.Contains(command.MessageId)).Select(command => (command.Key.Workspace, command.MessageId)).ToHashSet();
        var writes = ContextWrites.Decide(
            _commands,
            new ContextBatchState(
                _known.ToDictionary(known => known.Key, known => known.Value.State),
                _known.ToDictionary(known => known.Key, known => known.Value.History),
                fresh),
            historyLimit,
            Given.Now);
        writes.NumberFrom(101);
        return writes;
    }
}
