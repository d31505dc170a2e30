using AgentRegistry.Contracts;
using AgentRegistry.SessionWorker.Sessions;
using AgentRegistry.Storage.Sessions;
using Shouldly;
using Xunit;

namespace AgentRegistry.SessionWorker.Tests.Sessions;

/// <summary>Several commands of one commit follow one another.</summary>
public class SessionWritesTests
{
    private readonly List<SessionCommand> _commands = [];
    private readonly Dictionary<SessionKey, SessionState> _states = [];

    [Fact]
    public void Created_session_accepts_later_entries_of_its_batch()
    {
        _commands.AddRange([SessionCommand.Of(Given.Creation()), Given.Said("a", "b").Command(), Given.Call().Command(), Given.Said("c").Command()]);

        var writes = Decide();

        writes.Messages.Select(stored => (stored.Message.Sequence, stored.Message.Content)).ShouldBe([(1, "a"), (2, "b"), (3, "c")]);
        var state = writes.States.ShouldHaveSingleItem();
        (state.Messages, state.Invocations, state.LastAgentId, state.Revision).ShouldBe((3, 1, "tickets", 104));
        writes.Entries.Select(entry => entry.Revision).ShouldBe([101, 102, 103, 104]);
        writes.Entries.Select(entry => entry.Read<SessionChanged>().MessageCount).ShouldBe([0, 2, 2, 3]);
        writes.Results.Select(result => (result.Outcome, result.Added, result.State!.Revision)).ShouldBe(
        [
            (SessionOutcome.Created, 0, 101),
            (SessionOutcome.Updated, 2, 102),
            (SessionOutcome.Updated, 1, 103),
            (SessionOutcome.Updated, 1, 104),
        ]);
    }

    [Fact]
    public void Entry_repeated_within_a_batch_is_stored_once()
    {
        var (creation, said, call) = (Given.Creation(), Given.Said("a"), Given.Call());
        var id = Guid.NewGuid();
        var same = Given.Said("x", "x") with { Messages = [.. Enumerable.Repeat(new NewSessionMessage { Id = id, Role = MessageRole.User, Content = "x" }, 2)] };
        _commands.AddRange([SessionCommand.Of(creation), SessionCommand.Of(creation), said.Command(), said.Command(), call.Command(), call.Command(), same.Command()]);

        var writes = Decide();

        writes.Messages.Select(stored => stored.Message.Content).ShouldBe(["a", "x"]);
        writes.Invocations.Count.ShouldBe(1);
        writes.Changes.ShouldBe(4);
        writes.Results.Select(result => result.Outcome).ShouldBe(
        [
            SessionOutcome.Created, SessionOutcome.Unchanged, SessionOutcome.Updated, SessionOutcome.Unchanged, SessionOutcome.Updated,
            SessionOutcome.Unchanged, SessionOutcome.Updated,
        ]);
    }

    [Fact]
    public void Refused_command_is_refused_again_and_not_taken_for_a_repeat()
    {
        _states[Given.Key] = Given.State with { Status = SessionStatus.Completed };
        var said = Given.Said("late");
        _commands.AddRange([said.Command(), said.Command()]);

        var writes = Decide();

        writes.Results.ShouldAllBe(result => result.Refusal == SessionConflictReason.Status && result.Outcome == null);
        (writes.Changes, writes.States.Count, writes.Messages.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void Session_that_is_deleted_and_created_again_has_only_later_entries()
    {
        _states[Given.Key] = Given.State;
        var said = Given.Said("again");
        _commands.AddRange(
            [said.Command(), Given.Call().Command(), SessionCommand.Of(Given.Deletion), SessionCommand.Of(Given.Creation()), said.Command()]);

        var writes = Decide();

        writes.Deleted.ShouldBe([Given.Key]);
        writes.Messages.ShouldHaveSingleItem().Message.Sequence.ShouldBe(1);
        writes.Invocations.ShouldBeEmpty();
        writes.States.ShouldHaveSingleItem().Messages.ShouldBe(1);
        writes.Entries.Select(entry => entry.Read<SessionChanged>().Change).ShouldBe(
        [
            SessionChange.MessagesAppended, SessionChange.InvocationRecorded, SessionChange.Deleted, SessionChange.Created, SessionChange.MessagesAppended,
        ]);
    }

    [Fact]
    public void Session_that_is_created_and_deleted_in_one_batch_leaves_nothing()
    {
        _commands.AddRange([SessionCommand.Of(Given.Creation()), Given.Said("a").Command(), SessionCommand.Of(Given.Deletion), Given.Said("b").Command()]);

        var writes = Decide();

        (writes.States.Count, writes.Messages.Count).ShouldBe((0, 0));
        writes.Results[^1].Outcome.ShouldBeNull();
    }

    private SessionWrites Decide()
    {
        var creations = _commands.Where(command => command.CreatedBy is not null)
            .Select(command => (command.Key.Workspace, command.CreatedBy!.Value)).ToHashSet();
        var writes = SessionWrites.Decide(
            _commands,
            new SessionBatchState(_states, creations, new HashSet<SessionEntryKey>(), new HashSet<SessionEntryKey>()),
            Given.Now);
        writes.NumberFrom(101);
        return writes;
    }
}
