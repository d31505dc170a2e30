using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Agents;
using AgentRegistry.Storage.Agents;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Agents;

public class AgentCommandTests
{
    private static readonly DateTimeOffset Now = Given.At(100);

    [Fact]
    public void A_command_on_nobody_or_on_a_deleted_agent_finds_none()
    {
        var deleted = AgentDecision.Decide(Given.Agent(), Given.Deletion(1), Now).Next;

        foreach (var current in new[] { null, deleted })
        {
            AgentDecision.Decide(current, Given.Change(2, AgentStatus.Busy), Now).ShouldBe(AgentDecision.Nothing(AgentOutcome.NotFound));
            AgentDecision.Decide(current, Given.Capabilities(2), Now).ShouldBe(AgentDecision.Nothing(AgentOutcome.NotFound));
            AgentDecision.Decide(current, Given.Deletion(2), Now).ShouldBe(AgentDecision.Nothing(AgentOutcome.NotFound));
        }
    }

    [Fact]
    public void A_command_for_another_revision_does_nothing_and_one_for_this_revision_does()
    {
        var current = Given.Agent(state => state with { Revision = 7 });

        AgentDecision.Decide(current, Given.Change(1, AgentStatus.Busy) with { ExpectedRevision = 6 }, Now).ShouldBe(AgentDecision.Nothing(AgentOutcome.RevisionConflict));
        AgentDecision.Decide(current, Given.Capabilities(1) with { ExpectedRevision = 8 }, Now).ShouldBe(AgentDecision.Nothing(AgentOutcome.RevisionConflict));
        AgentDecision.Decide(current, Given.Deletion(1) with { ExpectedRevision = 0 }, Now).ShouldBe(AgentDecision.Nothing(AgentOutcome.RevisionConflict));
        AgentDecision.Decide(current, Given.Change(1, AgentStatus.Busy) with { ExpectedRevision = 7 }, Now).Outcome.ShouldBe(AgentOutcome.Updated);
        AgentDecision.Decide(current, Given.Deletion(1) with { ExpectedRevision = 7 }, Now).Outcome.ShouldBe(AgentOutcome.Deleted);
    }

    [Fact]
    public void What_a_change_leaves_out_stays_and_what_it_says_is_set()
    {
        var current = Given.HealthyAgent(state => state with { Draining = true });

        var decision = AgentDecision.Decide(current, Given.Change(1, enabled: false), Now);

        (decision.Outcome, decision.Change).ShouldBe((AgentOutcome.Updated, AgentChange.StateChanged));
        decision.Next!.State.ShouldBe(current.State with { Enabled = false, StatusCommandedAt = Given.At(1), UpdatedAt = Now });
        decision.Next.Registration.ShouldBe(current.Registration);
    }

    [Fact]
    public void A_change_to_what_is_already_so_tells_nobody()
    {
        var current = Given.HealthyAgent();

        var decision = AgentDecision.Decide(current, Given.Change(1, AgentStatus.Idle, enabled: true, draining: false), Now);

        (decision.Outcome, decision.Change).ShouldBe((AgentOutcome.Unchanged, null));
        decision.Next!.State.ShouldBe(current.State with { StatusCommandedAt = Given.At(1) });
    }

    [Fact]
    public void A_change_that_was_sent_before_the_last_one_is_stale()
    {
        var current = AgentDecision.Decide(Given.HealthyAgent(), Given.Change(5, draining: true), Now).Next;

        AgentDecision.Decide(current, Given.Change(4, draining: false), Now).ShouldBe(AgentDecision.Nothing(AgentOutcome.Stale));
        AgentDecision.Decide(current, Given.Change(6, draining: false), Now).Outcome.ShouldBe(AgentOutcome.Updated);
    }

    [Fact]
    public void A_graceful_leave_takes_effect_at_once_and_says_why()
    {
        var state = AgentDecision.Decide(Given.HealthyAgent(), Given.Change(1, AgentStatus.Offline) with { Reason = "shutting down" }, Now).Next!.State;

        (state.Status, state.Health, state.HealthReason, state.HealthSince).ShouldBe((AgentStatus.Offline, AgentHealth.Offline, "left: shutting down", Now));
        state.HealthReason.ShouldNotStartWith(HealthReasons.LeaseEnded);
    }

    [Theory]
    [InlineData(AgentHealth.Healthy, AgentStatus.Error, AgentHealth.Unhealthy)]
    [InlineData(AgentHealth.Unhealthy, AgentStatus.Idle, AgentHealth.Healthy)]
    [InlineData(AgentHealth.Unhealthy, AgentStatus.Error, AgentHealth.Unhealthy)]
    [InlineData(AgentHealth.Suspect, AgentStatus.Error, AgentHealth.Suspect)]
    [InlineData(AgentHealth.Unknown, AgentStatus.Busy, AgentHealth.Unknown)]
    [InlineData(AgentHealth.Suspect, AgentStatus.Busy, AgentHealth.Suspect)]
    [InlineData(AgentHealth.Offline, AgentStatus.Busy, AgentHealth.Offline)]
    public void A_status_that_is_set_changes_health_only_where_the_heartbeats_bear_it_out(AgentHealth before, AgentStatus status, AgentHealth after)
    {
        var current = Given.HealthyAgent(state => state with { Health = before, HealthReason = "because", ReportedStatus = AgentStatus.Active });

        var state = AgentDecision.Decide(current, Given.Change(1, status), Now).Next!.State;

        (state.Health, state.HealthSince == Now).ShouldBe((after, before != after));
    }

    [Fact]
    public void Capabilities_are_replaced_whole_unless_they_are_the_same_or_older()
    {
        var first = AgentDecision.Decide(Given.HealthyAgent(), Given.Capabilities(5, "one", "two"), Now);
        (first.Outcome, first.Change).ShouldBe((AgentOutcome.Updated, AgentChange.Updated));
        first.Next!.Registration.Capabilities.Select(capability => capability.Name).ShouldBe(["one", "two"]);

        var same = AgentDecision.Decide(first.Next, Given.Capabilities(6, "one", "two"), Now);
        (same.Outcome, same.Change, same.Next!.State.CapabilitiesCommandedAt).ShouldBe((AgentOutcome.Unchanged, null, Given.At(6)));

        AgentDecision.Decide(same.Next, Given.Capabilities(5, "three"), Now).ShouldBe(AgentDecision.Nothing(AgentOutcome.Stale));
        AgentDecision.Decide(same.Next, Given.Capabilities(7), Now).Next!.Registration.Capabilities.ShouldBeEmpty();
    }

    [Fact]
    public void A_deleted_agent_is_offline_and_gone_and_keeps_only_what_tells_late_messages()
    {
        var current = Given.HealthyAgent(state => state with { StartedAt = Given.At(-1) });

        var decision = AgentDecision.Decide(current, Given.Deletion(1), Now);

        (decision.Outcome, decision.Change).ShouldBe((AgentOutcome.Deleted, AgentChange.Deleted));
        decision.Next!.State.ShouldBe(current.State with
        {
            Health = AgentHealth.Offline,
            HealthReason = "deleted",
            HealthSince = Now,
            UpdatedAt = Now,
            DeletedAt = Now,
            StatusCommandedAt = Given.At(1),
            CapabilitiesCommandedAt = Given.At(1),
        });
        decision.Next.Registration.Name.ShouldBeEmpty();
    }

    [Fact]
    public void A_deletion_that_is_delivered_again_does_not_take_away_who_registered_after_it()
    {
        var deletion = Given.Deletion(5);
        var deleted = AgentDecision.Decide(Given.HealthyAgent(), deletion, Now).Next;
        var back = AgentDecision.Decide(deleted, Given.Registration(9), Now.AddSeconds(1)).Next;

        AgentDecision.Decide(back, deletion, Now.AddSeconds(2)).Next.ShouldBeNull();
        var drained = AgentDecision.Decide(back, Given.Change(12) with { Draining = true }, Now.AddSeconds(3)).Next;
        AgentDecision.Decide(drained, deletion, Now.AddSeconds(4)).Next.ShouldBeNull();
        AgentDecision.Decide(drained, Given.Deletion(13), Now.AddSeconds(5)).Outcome.ShouldBe(AgentOutcome.Deleted);
    }

    [Fact]
    public void A_change_that_is_delivered_again_does_not_reach_who_registered_anew_after_a_deletion()
    {
        var leave = Given.Change(4, AgentStatus.Offline);
        var left = AgentDecision.Decide(Given.HealthyAgent(), leave, Now).Next;
        var deleted = AgentDecision.Decide(left, Given.Deletion(5), Now).Next;
        var back = AgentDecision.Decide(deleted, Given.Registration(9), Now.AddSeconds(1)).Next;

        AgentDecision.Decide(back, leave, Now.AddSeconds(2)).Next.ShouldBeNull();
    }
}
