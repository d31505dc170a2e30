using AgentRegistry.Contracts;
using AgentRegistry.SessionWorker.Sessions;
using AgentRegistry.Storage.Sessions;
using Shouldly;
using Xunit;

namespace AgentRegistry.SessionWorker.Tests.Sessions;

/// <summary>Several commands of one commit follow one another.</summary>
public class PlanningABatch
{
    private readonly List<SessionCommand> _commands = [];
    private readonly Dictionary<SessionKey, SessionState> _states = [];

    [Fact]
    public void A_session_that_begins_takes_what_is_said_in_the_same_commit()
    {
        _commands.AddRange([SessionCommand.Of(Given.Creation()), Given.Said("a", "b").Command(), Given.Call().Command(), Given.Said("c").Command()]);

        var plan = Plan();

        plan.Messages.Select(stored => (stored.Message.Sequence, stored.Message.Content)).ShouldBe([(1, "a"), (2, "b"), (3, "c")]);
        var state = plan.States.ShouldHaveSingleItem();
        (state.Messages, state.Invocations, state.LastAgentId, state.Revision).ShouldBe((3, 1, "tickets", 104));
        plan.Entries.Select(entry => entry.Revision).ShouldBe([101, 102, 103, 104]);
        plan.Entries.Select(entry => entry.Read<SessionChanged>().MessageCount).ShouldBe([0, 2, 2, 3]);
        plan.Results.Select(result => (result.Outcome, result.Added, result.State!.Revision)).ShouldBe(
        [
            (SessionOutcome.Created, 0, 101),
            (SessionOutcome.Updated, 2, 102),
            (SessionOutcome.Updated, 1, 103),
            (SessionOutcome.Updated, 1, 104),
        ]);
    }

    [Fact]
    public void What_comes_twice_in_one_commit_is_kept_once()
    {
        var (creation, said, call) = (Given.Creation(), Given.Said("a"), Given.Call());
        var id = Guid.NewGuid();
        var same = Given.Said("x", "x") with { Messages = [.. Enumerable.Repeat(new NewSessionMessage { Id = id, Role = MessageRole.User, Content = "x" }, 2)] };
        _commands.AddRange([SessionCommand.Of(creation), SessionCommand.Of(creation), said.Command(), said.Command(), call.Command(), call.Command(), same.Command()]);

        var plan = Plan();

        plan.Messages.Select(stored => stored.Message.Content).ShouldBe(["a", "x"]);
        plan.Invocations.Count.ShouldBe(1);
        plan.Changes.ShouldBe(4);
        plan.Results.Select(result => result.Outcome).ShouldBe(
        [
            SessionOutcome.Created, SessionOutcome.Unchanged, SessionOutcome.Updated, SessionOutcome.Unchanged, SessionOutcome.Updated,
            SessionOutcome.Unchanged, SessionOutcome.Updated,
        ]);
    }

    [Fact]
    public void What_was_refused_is_refused_again_and_not_taken_for_a_repeat()
    {
        _states[Given.Key] = Given.State with { Status = SessionStatus.Completed };
        var said = Given.Said("late");
        _commands.AddRange([said.Command(), said.Command()]);

        var plan = Plan();

        plan.Results.ShouldAllBe(result => result.Refusal == SessionConflictReason.Status && result.Outcome == null);
        (plan.Changes, plan.States.Count, plan.Messages.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void A_session_that_is_deleted_and_begun_again_has_only_what_was_said_since()
    {
        _states[Given.Key] = Given.State;
        var said = Given.Said("again");
        _commands.AddRange(
            [said.Command(), Given.Call().Command(), SessionCommand.Of(Given.Deletion), SessionCommand.Of(Given.Creation()), said.Command()]);

        var plan = Plan();

        plan.Deleted.ShouldBe([Given.Key]);
        plan.Messages.ShouldHaveSingleItem().Message.Sequence.ShouldBe(1);
        plan.Invocations.ShouldBeEmpty();
        plan.States.ShouldHaveSingleItem().Messages.ShouldBe(1);
        plan.Entries.Select(entry => entry.Read<SessionChanged>().Change).ShouldBe(
        [
            SessionChange.MessagesAppended, SessionChange.InvocationRecorded, SessionChange.Deleted, SessionChange.Created, SessionChange.MessagesAppended,
        ]);
    }

    [Fact]
    public void A_session_that_begins_and_is_deleted_leaves_nothing()
    {
        _commands.AddRange([SessionCommand.Of(Given.Creation()), Given.Said("a").Command(), SessionCommand.Of(Given.Deletion), Given.Said("b").Command()]);

        var plan = Plan();

        (plan.States.Count, plan.Messages.Count).ShouldBe((0, 0));
        plan.Results[^1].Outcome.ShouldBeNull();
    }

    private SessionPlan Plan()
    {
        var creations = _commands.Where(command => command.CreatedBy is not null)
            .Select(command => (command.Key.Workspace, command.CreatedBy!.Value)).ToHashSet();
        var plan = SessionPlan.Make(
            _commands,
            new SessionBatchState(_states, creations, new HashSet<SessionEntryKey>(), new HashSet<SessionEntryKey>()),
            Given.Now);
        plan.From(101);
        return plan;
    }
}
