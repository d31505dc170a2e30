using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Agents;
using AgentRegistry.RegistryWorker.Heartbeats;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.Storage.Agents;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Heartbeats;

public class HeartbeatDecisionTests
{
    private static readonly DateTimeOffset Now = Given.At(100);

    [Theory]
    [InlineData(AgentHealth.Unknown)]
    [InlineData(AgentHealth.Suspect)]
    [InlineData(AgentHealth.Offline)]
    [InlineData(AgentHealth.Unhealthy)]
    public void A_heartbeat_makes_an_agent_healthy(AgentHealth before)
    {
        var state = Given.Agent(state => state with { Health = before }).State;

        HeartbeatDecision.Decide(state, [Given.Beat(5)], Now).ShouldBe(state with
        {
            Health = AgentHealth.Healthy,
            HealthReason = HealthDecision.Fresh,
            HealthSince = Now,
            UpdatedAt = Now,
            LastHeartbeat = Now,
        });
    }

    [Fact]
    public void A_heartbeat_that_says_nothing_new_of_a_healthy_agent_writes_nothing()
    {
        var state = Given.HealthyAgent(state => state with { StartedAt = Given.At(-1) }).State;

        HeartbeatDecision.Decide(state, [Given.Beat(5)], Now).ShouldBeNull();
        HeartbeatDecision.Decide(state, [Given.Beat(5, startedAt: -1)], Now).ShouldBeNull();
    }

    [Fact]
    public void A_status_is_taken_and_an_error_makes_the_agent_unhealthy()
    {
        var state = Given.HealthyAgent().State;

        HeartbeatDecision.Decide(state, [Given.Beat(5, AgentStatus.Busy)], Now)!.ShouldSatisfyAllConditions(
            after => (after.ReportedStatus, after.ReportedAt, after.Health).ShouldBe((AgentStatus.Busy, Given.At(5), AgentHealth.Healthy)),
            after => after.HealthSince.ShouldBe(state.HealthSince));
        HeartbeatDecision.Decide(state, [Given.Beat(5, AgentStatus.Error)], Now)!.ShouldSatisfyAllConditions(
            after => (after.ReportedStatus, after.Health, after.HealthSince).ShouldBe((AgentStatus.Error, AgentHealth.Unhealthy, Now)));
        HeartbeatDecision.Decide(state, [Given.Beat(5, AgentStatus.Offline)], Now)!.ShouldSatisfyAllConditions(
            after => (after.Status, after.Health, after.HealthReason).ShouldBe((AgentStatus.Offline, AgentHealth.Offline, HealthDecision.Left)));
    }

    [Fact]
    public void A_status_that_is_older_than_the_last_word_is_not_taken() =>
        HeartbeatDecision.Decide(Given.HealthyAgent(state => state with { ReportedAt = Given.At(9) }).State, [Given.Beat(8, AgentStatus.Busy)], Now).ShouldBeNull();

    [Fact]
    public void A_heartbeat_of_an_older_start_changes_nothing() =>
        HeartbeatDecision.Decide(Given.Agent(state => state with { StartedAt = Given.At(5) }).State, [Given.Beat(9, AgentStatus.Busy, startedAt: 4)], Now).ShouldBeNull();

    [Fact]
    public void Of_heartbeats_that_came_together_each_says_what_the_others_do_not()
    {
        var suspect = Given.Agent(state => state with { Health = AgentHealth.Suspect }).State;

        HeartbeatDecision.Decide(suspect, [Given.Beat(5, AgentStatus.Busy, startedAt: 4), Given.Beat(6)], Now)!.ShouldSatisfyAllConditions(
            after => (after.ReportedStatus, after.ReportedAt, after.Health, after.StartedAt).ShouldBe((AgentStatus.Busy, Given.At(5), AgentHealth.Healthy, Given.At(4))));
    }

    [Fact]
    public void A_heartbeat_of_whoever_had_left_brings_it_back_idle()
    {
        var left = Given.Agent(state => state with { Health = AgentHealth.Offline, ReportedStatus = AgentStatus.Offline }).State;

        HeartbeatDecision.Decide(left, [Given.Beat(5)], Now)!.ShouldSatisfyAllConditions(
            after => (after.Status, after.Health).ShouldBe((AgentStatus.Idle, AgentHealth.Healthy)));
    }

    [Fact]
    public void A_heartbeat_that_was_sent_before_the_agent_left_does_not_bring_it_back()
    {
        // The agent's own goodbye overtakes its last heartbeat: they come through different queues.
        var left = AgentDecision.Decide(Given.HealthyAgent(), Given.Change(6, AgentStatus.Offline), Now).Next!.State;

        HeartbeatDecision.Decide(left, [Given.Beat(5)], Given.At(8)).ShouldBeNull();
        HeartbeatDecision.Decide(left, [Given.Beat(5, AgentStatus.Busy)], Given.At(8)).ShouldBeNull();
    }

    [Fact]
    public void A_heartbeat_that_was_sent_before_a_status_was_set_does_not_undo_it()
    {
        var state = AgentDecision.Decide(Given.HealthyAgent(), Given.Change(6, AgentStatus.Active), Now).Next!.State;

        HeartbeatDecision.Decide(state, [Given.Beat(5, AgentStatus.Busy)], Given.At(8)).ShouldBeNull();
        HeartbeatDecision.Decide(state, [Given.Beat(7, AgentStatus.Busy)], Now)!.ReportedStatus.ShouldBe(AgentStatus.Busy);
    }

    [Fact]
    public void An_agent_that_came_back_while_it_was_given_up_is_as_it_says_itself()
    {
        HealthDecision.Recover(Given.Agent(state => state with { Health = AgentHealth.Offline }).State, Now)!.Health.ShouldBe(AgentHealth.Healthy);
        HealthDecision.Recover(Given.Agent(state => state with { Health = AgentHealth.Suspect, ReportedStatus = AgentStatus.Error }).State, Now)!.Health.ShouldBe(AgentHealth.Unhealthy);
        HealthDecision.Recover(Given.HealthyAgent().State, Now).ShouldBeNull();
    }
}
