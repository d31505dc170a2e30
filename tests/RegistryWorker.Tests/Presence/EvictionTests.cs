using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Agents;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Presence;

public class EvictionTests
{
    private static readonly LapsedAgent Due = new("a", Given.At(45), Given.At(0));
    private static readonly DateTimeOffset Now = Given.At(45.2);

    [Theory]
    [InlineData(AgentHealth.Unknown)]
    [InlineData(AgentHealth.Healthy)]
    [InlineData(AgentHealth.Unhealthy)]
    public void An_agent_is_late_first_and_is_looked_at_again_when_its_lease_ends(AgentHealth before)
    {
        var state = Given.Agent(state => state with { Health = before }).State;

        var after = EvictionDecision.Decide(state, Due, Now)!;

        after.ShouldBe(state with
        {
            Health = AgentHealth.Suspect,
            HealthReason = "no heartbeat for 45 s; the lease ends after 60 s",
            HealthSince = Now,
            UpdatedAt = Now,
            LastHeartbeat = Due.LastHeartbeat,
        });

        // From the due time and not from now, so that a late look does not prolong the lease.
        EvictionDecision.NextDue(after, Due, Now).ShouldBe(Given.At(60));
    }

    [Fact]
    public void An_agent_that_is_late_is_given_up_and_never_looked_at_again()
    {
        var suspect = EvictionDecision.Decide(Given.HealthyAgent().State, Due, Now)!;
        var (due, now) = (new LapsedAgent("a", Given.At(60), Given.At(0)), Given.At(60.1));

        var after = EvictionDecision.Decide(suspect, due, now)!;

        (after.Health, after.Status, after.HealthSince).ShouldBe((AgentHealth.Offline, AgentStatus.Offline, now));
        after.HealthReason.ShouldBe("lease ended: no heartbeat for 60 s");
        after.HealthReason.ShouldStartWith(HealthReasons.LeaseEnded);
        EvictionDecision.NextDue(after, due, now).ShouldBeNull();
    }

    [Fact]
    public void Whoever_is_offline_already_stays_so()
    {
        var offline = Given.Agent(state => state with { Health = AgentHealth.Offline }).State;

        EvictionDecision.Decide(offline, Due, Now).ShouldBeNull();
        EvictionDecision.NextDue(offline, Due, Now).ShouldBeNull();
    }

    [Fact]
    public void A_transition_after_the_due_time_wins_and_the_agent_gets_a_whole_lease()
    {
        var recovered = Given.HealthyAgent(state => state with { HealthSince = Given.At(45.1) }).State;

        EvictionDecision.Decide(recovered, Due, Now).ShouldBeNull();
        EvictionDecision.NextDue(recovered, Due, Now).ShouldBe(Now + Lease.UntilSuspect(30));
    }

    [Fact]
    public void A_registry_that_was_away_for_long_still_gives_an_agent_up_in_two_steps()
    {
        var now = Given.At(10_000);
        var suspect = EvictionDecision.Decide(Given.HealthyAgent().State, Due, now)!;
        var due = Due with { Due = EvictionDecision.NextDue(suspect, Due, now)!.Value };
        AgentState? offline = null;

        // Each look moves the due time on; the first that counts ends it.
        for (var looks = 0; looks < 1_000 && offline is null; looks++)
        {
            now = now.AddSeconds(1);
            if (due.Due <= now)
            {
                offline = EvictionDecision.Decide(suspect, due, now);
                due = due with { Due = EvictionDecision.NextDue(offline ?? suspect, due, now) ?? due.Due };
            }
        }

        offline!.Health.ShouldBe(AgentHealth.Offline);
        (now - suspect.HealthSince).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1_000));
    }

    [Fact]
    public void A_late_agent_that_registers_again_is_late_again_before_it_is_given_up()
    {
        var late = Given.Agent(state => state with { Health = AgentHealth.Suspect, HealthReason = "no heartbeat for 45 s", HealthSince = Given.At(45) });
        var registered = AgentDecision.Decide(late, Given.Registration(50), Given.At(50)).Next!.State;

        // Its lease began anew at 50 s and ends at 110 s; at 95 s it is due.
        var after = EvictionDecision.Decide(registered, new LapsedAgent("a", Given.At(95), null), Given.At(95.1))!;

        after.Health.ShouldBe(AgentHealth.Suspect);
    }
}
