using AgentRegistry.Contracts;
using AgentRegistry.SessionWorker.Sessions;
using AgentRegistry.Storage.Sessions;
using Shouldly;
using Xunit;

namespace AgentRegistry.SessionWorker.Tests.Sessions;

public class SessionDecisionTests
{
    [Theory]
    [InlineData(SessionStatus.Active, SessionStatus.Completed, true)]
    [InlineData(SessionStatus.Active, SessionStatus.Expired, true)]
    [InlineData(SessionStatus.Expired, SessionStatus.Active, true)]
    [InlineData(SessionStatus.Expired, SessionStatus.Completed, true)]
    [InlineData(SessionStatus.Completed, SessionStatus.Active, false)]
    [InlineData(SessionStatus.Completed, SessionStatus.Expired, false)]
    public void A_status_follows_another_as_the_table_says(SessionStatus from, SessionStatus to, bool isAllowed)
    {
        var decision = SessionDecision.ChangeStatus(Given.State with { Status = from }, to, Given.Now, Given.Now);

        (decision.Next?.Status, decision.Refusal).ShouldBe(isAllowed ? (to, null) : (null, SessionConflictReason.Status));
    }

    [Theory]
    [InlineData(SessionStatus.Active)]
    [InlineData(SessionStatus.Completed)]
    [InlineData(SessionStatus.Expired)]
    public void To_stay_changes_nothing(SessionStatus status)
    {
        var decision = SessionDecision.ChangeStatus(Given.State with { Status = status }, status, Given.Now, Given.Now);

        (decision.Outcome, decision.Change).ShouldBe((SessionOutcome.Unchanged, null));
    }

    [Fact]
    public void A_change_that_was_sent_before_the_last_one_changes_nothing()
    {
        var state = Given.State with { Status = SessionStatus.Expired, StatusCommandedAt = Given.Now };

        SessionDecision.ChangeStatus(state, SessionStatus.Active, Given.Now.AddSeconds(-1), Given.Now).Outcome.ShouldBe(SessionOutcome.Stale);
        SessionDecision.ChangeStatus(state, SessionStatus.Active, Given.Now, Given.Now).Outcome.ShouldBe(SessionOutcome.Updated);
    }

    [Fact]
    public void Messages_get_the_next_places_in_their_order_and_a_repeat_gets_none()
    {
        var decision = SessionDecision.Append(Given.State, [Given.Message("a"), Given.Message("测")], Given.Limits, Given.Now);

        decision.Messages.Select(message => (message.Sequence, message.Content)).ShouldBe([(3, "a"), (4, "测")]);
        (decision.Next!.Messages, decision.Next.Bytes, decision.Next.UpdatedAt, decision.Change).ShouldBe((4, 14, Given.Now, SessionChange.MessagesAppended));

        var repeat = SessionDecision.Append(Given.State, [], Given.Limits, Given.Now);
        (repeat.Outcome, repeat.Change).ShouldBe((SessionOutcome.Unchanged, null));
    }

    [Fact]
    public void An_invocation_makes_its_agent_the_one_last_called()
    {
        var decision = SessionDecision.Record(Given.State, [Given.Invocation("search")], Given.Limits, Given.Now);

        decision.Invocations.ShouldHaveSingleItem().Sequence.ShouldBe(2);
        (decision.Next!.Invocations, decision.Next.LastAgentId, decision.Next.Bytes).ShouldBe((2, "search", 12));
    }

    [Fact]
    public void Who_speaks_in_an_expired_session_wakes_it_and_a_completed_one_takes_nothing_more()
    {
        var woken = SessionDecision.Append(Given.State with { Status = SessionStatus.Expired }, [Given.Message()], Given.Limits, Given.Now);
        (woken.Next!.Status, woken.Next.StatusSince).ShouldBe((SessionStatus.Active, Given.Now));

        var completed = Given.State with { Status = SessionStatus.Completed };
        SessionDecision.Append(completed, [Given.Message()], Given.Limits, Given.Now).Refusal.ShouldBe(SessionConflictReason.Status);
        SessionDecision.Record(completed, [Given.Invocation()], Given.Limits, Given.Now).Refusal.ShouldBe(SessionConflictReason.Status);

        // What was accepted before it was completed is not refused when it comes again.
        SessionDecision.Append(completed, [], Given.Limits, Given.Now).Outcome.ShouldBe(SessionOutcome.Unchanged);
    }

    [Fact]
    public void A_session_takes_as_much_as_it_may_hold_and_not_one_more()
    {
        var entries = new Limits { SessionEntries = 4 };
        SessionDecision.Append(Given.State, [Given.Message()], entries, Given.Now).Refusal.ShouldBeNull();
        SessionDecision.Append(Given.State, [Given.Message(), Given.Message()], entries, Given.Now).Refusal.ShouldBe(SessionConflictReason.Full);

        var bytes = new Limits { SessionBytes = 13 };
        SessionDecision.Append(Given.State, [Given.Message("测")], bytes, Given.Now).Refusal.ShouldBeNull();
        SessionDecision.Append(Given.State, [Given.Message("测a")], bytes, Given.Now).Refusal.ShouldBe(SessionConflictReason.Full);
        SessionDecision.Record(Given.State, [Given.Invocation() with { Error = "no" }], bytes, Given.Now).Refusal.ShouldBe(SessionConflictReason.Full);
    }

    [Fact]
    public void There_is_nothing_to_do_for_a_session_that_there_is_not()
    {
        SessionDecision[] decisions =
        [
            SessionDecision.Append(null, [Given.Message()], Given.Limits, Given.Now),
            SessionDecision.Append(null, [], Given.Limits, Given.Now),
            SessionDecision.Record(null, [Given.Invocation()], Given.Limits, Given.Now),
            SessionDecision.ChangeStatus(null, SessionStatus.Completed, Given.Now, Given.Now),
            SessionDecision.Delete(null, Given.Now),
        ];

        decisions.ShouldAllBe(decision => decision.Outcome == null && decision.Refusal == null && decision.Change == null);
    }

    [Fact]
    public void A_session_begins_once()
    {
        var message = Given.Creation();
        var created = SessionDecision.Create(null, Given.Key, message, isRepeat: false, Given.Now);
        (created.Outcome, created.Next!.Status, created.Next.CreatedAt, created.Next.CreatedBy).ShouldBe(
            (SessionOutcome.Created, SessionStatus.Active, Given.Now, message.MessageId));

        SessionDecision.Create(created.Next, Given.Key, message, isRepeat: true, Given.Now).Outcome.ShouldBe(SessionOutcome.Unchanged);
        SessionDecision.Create(created.Next, Given.Key, Given.Creation(), isRepeat: false, Given.Now).Refusal.ShouldBe(SessionConflictReason.Taken);

        // Deleted since.
        SessionDecision.Create(null, Given.Key, message, isRepeat: true, Given.Now).Outcome.ShouldBe(SessionOutcome.Stale);
    }

    [Fact]
    public void A_session_expires_only_if_it_is_still_idle_and_goes_only_if_it_has_not_been_woken()
    {
        SessionDecision.Expire(Given.State, Given.State.UpdatedAt.AddTicks(1), Given.Now).Next!.Status.ShouldBe(SessionStatus.Expired);
        SessionDecision.Expire(Given.State, Given.State.UpdatedAt, Given.Now).Change.ShouldBeNull();
        SessionDecision.Expire(Given.State with { Status = SessionStatus.Completed }, Given.Now, Given.Now).Change.ShouldBeNull();
        SessionDecision.Expire(null, Given.Now, Given.Now).Change.ShouldBeNull();

        var ended = Given.State with { Status = SessionStatus.Expired };
        SessionDecision.Remove(ended, Given.Now, Given.Now).Change.ShouldBe(SessionChange.Deleted);
        SessionDecision.Remove(ended, ended.StatusSince, Given.Now).Change.ShouldBeNull();
        SessionDecision.Remove(Given.State, Given.Now, Given.Now).Change.ShouldBeNull();
        SessionDecision.Remove(null, Given.Now, Given.Now).Change.ShouldBeNull();
    }

    [Fact]
    public void Messages_without_an_id_get_one_that_is_the_same_whenever_their_command_comes_again()
    {
        var said = Given.Said("a", "b");
        var ids = said.Command().Messages.Select(message => message.Id).ToList();

        ids.ShouldBeUnique();
        said.Command().Messages.Select(message => message.Id).ShouldBe(ids);
        Given.Said("a", "b").Command().Messages.Select(message => message.Id).ShouldNotContain(id => ids.Contains(id));
    }
}
