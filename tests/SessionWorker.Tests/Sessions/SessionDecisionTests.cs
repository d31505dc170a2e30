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
    public void Status_changes_only_by_an_allowed_transition(SessionStatus from, SessionStatus to, bool isAllowed)
    {
        var decision = SessionDecision.ChangeStatus(Given.State with { Status = from }, to, Given.Now, Given.Now);

        (decision.State?.Status, decision.Refusal).ShouldBe(isAllowed ? (to, null) : (null, SessionConflictReason.Status));
    }

    [Theory]
    [InlineData(SessionStatus.Active)]
    [InlineData(SessionStatus.Completed)]
    [InlineData(SessionStatus.Expired)]
    public void Same_status_changes_nothing(SessionStatus status)
    {
        var decision = SessionDecision.ChangeStatus(Given.State with { Status = status }, status, Given.Now, Given.Now);

        (decision.Outcome, decision.Change).ShouldBe((SessionOutcome.Unchanged, null));
    }

    [Fact]
    public void Change_sent_before_the_last_one_is_stale()
    {
        var state = Given.State with { Status = SessionStatus.Expired, StatusCommandedAt = Given.Now };

        SessionDecision.ChangeStatus(state, SessionStatus.Active, Given.Now.AddSeconds(-1), Given.Now).Outcome.ShouldBe(SessionOutcome.Stale);
        SessionDecision.ChangeStatus(state, SessionStatus.Active, Given.Now, Given.Now).Outcome.ShouldBe(SessionOutcome.Updated);
    }

    [Fact]
    public void Messages_get_the_next_sequences_and_a_repeat_gets_none()
    {
        var decision = SessionDecision.Append(Given.State, [Given.Message("a"), Given.Message("测")], Given.Limits, Given.Now);

        decision.Messages.Select(message => (message.Sequence, message.Content)).ShouldBe([(3, "a"), (4, "测")]);
        (decision.State!.Messages, decision.State.Bytes, decision.State.UpdatedAt, decision.Change).ShouldBe((4, 14, Given.Now, SessionChange.MessagesAppended));

        var repeat = SessionDecision.Append(Given.State, [], Given.Limits, Given.Now);
        (repeat.Outcome, repeat.Change).ShouldBe((SessionOutcome.Unchanged, null));
    }

    [Fact]
    public void Invocation_makes_its_agent_the_last_one()
    {
        var decision = SessionDecision.Record(Given.State, [Given.Invocation("search")], Given.Limits, Given.Now);

        decision.Invocations.ShouldHaveSingleItem().Sequence.ShouldBe(2);
        (decision.State!.Invocations, decision.State.LastAgentId, decision.State.Bytes).ShouldBe((2, "search", 12));
    }

    [Fact]
    public void New_entry_reactivates_an_expired_session_and_is_refused_by_a_completed_one()
    {
        var woken = SessionDecision.Append(Given.State with { Status = SessionStatus.Expired }, [Given.Message()], Given.Limits, Given.Now);
        (woken.State!.Status, woken.State.StatusSince).ShouldBe((SessionStatus.Active, Given.Now));

        var completed = Given.State with { Status = SessionStatus.Completed };
        SessionDecision.Append(completed, [Given.Message()], Given.Limits, Given.Now).Refusal.ShouldBe(SessionConflictReason.Status);
        SessionDecision.Record(completed, [Given.Invocation()], Given.Limits, Given.Now).Refusal.ShouldBe(SessionConflictReason.Status);

        // What was accepted before it was completed is not refused when it comes again.
        SessionDecision.Append(completed, [], Given.Limits, Given.Now).Outcome.ShouldBe(SessionOutcome.Unchanged);
    }

    [Fact]
    public void Session_is_full_at_its_limits_of_entries_and_bytes()
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
    public void Command_on_a_missing_session_changes_nothing()
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
    public void Session_is_created_once()
    {
        var message = Given.Creation();
        var created = SessionDecision.Create(null, Given.Key, message, isRepeat: false, Given.Now);
        (created.Outcome, created.State!.Status, created.State.CreatedAt, created.State.CreatedBy).ShouldBe(
            (SessionOutcome.Created, SessionStatus.Active, Given.Now, message.MessageId));

        SessionDecision.Create(created.State, Given.Key, message, isRepeat: true, Given.Now).Outcome.ShouldBe(SessionOutcome.Unchanged);
        SessionDecision.Create(created.State, Given.Key, Given.Creation(), isRepeat: false, Given.Now).Refusal.ShouldBe(SessionConflictReason.Taken);

        // Deleted since.
        SessionDecision.Create(null, Given.Key, message, isRepeat: true, Given.Now).Outcome.ShouldBe(SessionOutcome.Stale);
    }

    [Fact]
    public void Session_expires_only_if_still_idle_and_is_removed_only_if_still_ended()
    {
        SessionDecision.Expire(Given.State, Given.State.UpdatedAt.AddTicks(1), Given.Now).State!.Status.ShouldBe(SessionStatus.Expired);
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
    public void Messages_without_an_id_get_the_same_one_for_every_repeat()
    {
        var said = Given.Said("a", "b");
        var ids = said.Command().Messages.Select(message => message.Id).ToList();

        ids.ShouldBeUnique();
        said.Command().Messages.Select(message => message.Id).ShouldBe(ids);
        Given.Said("a", "b").Command().Messages.Select(message => message.Id).ShouldNotContain(id => ids.Contains(id));
    }
}
