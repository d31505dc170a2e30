using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.Storage.Agents;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Presence;

/// <summary>When silence is held against an agent, and when not.</summary>
public class EvictionDeferralTests
{
    private static readonly SelfPreservation Policy = new();
    private static readonly EvictionContext Calm = new(Given.At(1_000), Given.At(0), "this worker has just started", false, TimeSpan.Zero, 1, 100);

    [Fact]
    public void In_a_calm_registry_nothing_keeps_an_agent_from_being_given_up() =>
        EvictionDecision.Defer(Suspect(since: 985), Calm, Policy).ShouldBeNull();

    [Theory]
    [InlineData(AgentHealth.Healthy, 44.9, 45)]
    [InlineData(AgentHealth.Suspect, 59.9, 60)]
    public void After_a_start_an_agent_has_its_lease_to_be_heard(AgentHealth health, double heardFor, double needed)
    {
        var state = Given.HealthyAgent(state => state with { Health = health }).State;
        var around = Calm with { IntakeSince = Given.At(1_000 - heardFor) };

        var hold = EvictionDecision.Defer(state, around, Policy)!;

        hold.Until.ShouldBe(around.IntakeSince.AddSeconds(needed));
        hold.Reason.ShouldStartWith("this worker has just started");
        EvictionDecision.Defer(state, around with { Now = hold.Until }, Policy).ShouldBeNull();
    }

    [Fact]
    public void After_an_outage_it_has_the_time_to_connect_again_as_well()
    {
        var around = Calm with { IntakeSince = Given.At(925), AfterOutage = true };

        EvictionDecision.Defer(Suspect(since: 985), around, Policy)!.Until.ShouldBe(Given.At(925 + 60 + Policy.ReturnSeconds));
    }

    [Fact]
    public void While_heartbeats_may_wait_longer_than_half_a_lease_nobody_is_held_to_it()
    {
        var around = Calm with { Delay = TimeSpan.FromSeconds(31) };

        EvictionDecision.Defer(Suspect(since: 985), around, Policy)!.Reason.ShouldContain("31 s");
        EvictionDecision.Defer(Suspect(since: 985), around with { Delay = TimeSpan.FromSeconds(30) }, Policy).ShouldBeNull();
    }

    [Fact]
    public void When_many_fall_silent_at_once_they_are_suspect_but_given_up_only_when_patience_ends()
    {
        var crowd = Calm with { Suspects = 26 };

        EvictionDecision.Defer(Suspect(since: 985), crowd, Policy)!.Reason.ShouldBe("26 of 100 agents are suspect at once");
        EvictionDecision.Defer(Given.HealthyAgent().State, crowd, Policy).ShouldBeNull();
        EvictionDecision.Defer(Suspect(since: 1_000 - Policy.PatienceSeconds), crowd, Policy).ShouldBeNull();
        EvictionDecision.Defer(Suspect(since: 985), crowd with { Suspects = 25 }, Policy).ShouldBeNull();
    }

    [Fact]
    public void A_few_are_no_crowd_whatever_share_they_are() =>
        EvictionDecision.Defer(Suspect(since: 985), Calm with { Suspects = 10, Watched = 10 }, Policy).ShouldBeNull();

    [Fact]
    public void Hearing_begins_anew_after_a_gap_and_says_what_was()
    {
        var hearing = new HeartbeatIntakeMonitor();
        hearing.Listen(Sign(0), Given.At(0)).ShouldBeNull();
        hearing.Heard(Given.At(0));
        hearing.Since.ShouldBe(Given.At(0));
        hearing.AfterOutage.ShouldBeFalse();

        hearing.Listen(Sign(0), Given.At(2)).ShouldBeNull();
        hearing.Listen(Sign(0), Given.At(4)).ShouldBe("the broker has not answered for 4 s");
        hearing.Listen(Sign(60), Given.At(60)).ShouldBeNull();

        hearing.Since.ShouldBe(Given.At(60));
        hearing.AfterOutage.ShouldBeTrue();
        hearing.SinceReason.ShouldContain("has not answered");
    }

    [Fact]
    public void A_look_that_failed_counts_as_not_having_heard()
    {
        var hearing = new HeartbeatIntakeMonitor();
        hearing.Listen(Sign(0), Given.At(0));
        hearing.Heard(Given.At(0));
        for (var second = 1; second <= 10; second++)
        {
            hearing.Listen(Sign(second), Given.At(second));
            hearing.Miss("presence is away");
        }

        hearing.Since.ShouldBe(Given.At(10));
    }

    /// <summary>Against a queue that is simulated, a second at a time.</summary>
    [Fact]
    public void The_age_of_a_queue_is_never_underestimated() => Prop.ForAll<int>(seed =>
    {
        var (random, age, queue, taken) = (new Random(seed), new QueueAge(), new Queue<int>(), 0L);
        var (most, least) = (random.Next(1, 50), random.Next(0, 30));
        for (var second = 0; second < 100; second++)
        {
            for (var coming = random.Next(most); coming > 0; coming--)
            {
                queue.Enqueue(second);
            }

            for (var going = least + random.Next(20); going > 0 && queue.Count > 0; going--, taken++)
            {
                queue.Dequeue();
            }

            var oldest = queue.TryPeek(out var since) ? second - since : 0;
            age.Observe(Given.At(second), queue.Count, taken).TotalSeconds.ShouldBeGreaterThanOrEqualTo(oldest);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_queue_that_is_never_empty_but_moves_is_not_old()
    {
        var age = new QueueAge();
        for (var second = 0; second < 100; second++)
        {
            age.Observe(Given.At(second), waiting: 50, taken: second * 100L).TotalSeconds.ShouldBeLessThanOrEqualTo(1);
        }
    }

    private static AgentState Suspect(double since) =>
        Given.HealthyAgent(state => state with { Health = AgentHealth.Suspect, HealthSince = Given.At(since) }).State;

    private static BrokerSign Sign(double at) => new(Given.At(at), new Dictionary<string, long>(StringComparer.Ordinal), Trouble: null);
}
