using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Agents;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.Storage.Agents;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Agents;

public class AgentRegistrationTests
{
    private static readonly DateTimeOffset Now = Given.At(100);

    [Fact]
    public void A_new_agent_is_registered_idle_and_of_unknown_health()
    {
        var message = Given.Registration(5, startedAt: 4) with { Workspace = "acme", HeartbeatIntervalSeconds = 15 };

        var decision = Decide(null, message);

        (decision.Outcome, decision.Change).ShouldBe((AgentOutcome.Registered, AgentChange.Registered));
        decision.Next!.Registration.ShouldBe(message);
        decision.Next.State.ShouldBe(new AgentState
        {
            Id = "a",
            Workspace = "acme",
            IntervalSeconds = 15,
            StartedAt = Given.At(4),
            SentAt = Given.At(5),
            ReportedStatus = AgentStatus.Idle,
            ReportedAt = Given.At(5),
            Health = AgentHealth.Unknown,
            HealthReason = HealthDecision.NoHeartbeatYet,
            HealthSince = Now,
            RegisteredAt = Now,
            UpdatedAt = Now,
        });
    }

    [Fact]
    public void A_status_to_begin_with_is_taken() =>
        Decide(null, Given.Registration(5) with { Status = AgentStatus.Initializing }).Next!.State.ReportedStatus.ShouldBe(AgentStatus.Initializing);

    [Fact]
    public void The_same_message_again_changes_nothing()
    {
        var message = Given.Registration(5);

        ShouldChangeNothing(Decide(Decide(null, message).Next, message), AgentOutcome.Unchanged);
    }

    [Fact]
    public void The_same_words_in_a_newer_message_tell_nobody_and_are_kept_so_that_one_in_between_is_known_to_be_older()
    {
        var current = Decide(null, Given.Registration(5)).Next;

        var decision = Decide(current, Given.Registration(9));

        (decision.Outcome, decision.Change).ShouldBe((AgentOutcome.Unchanged, null));
        decision.Next!.State.ShouldBe(current!.State with { SentAt = Given.At(9), ReportedAt = decision.Next.State.ReportedAt });
        ShouldChangeNothing(Decide(decision.Next, Given.Registration(7, name: "Another")), AgentOutcome.Stale);
    }

    [Fact]
    public void Other_words_in_a_newer_message_replace_the_whole_registration_and_keep_what_operators_set()
    {
        var current = Given.HealthyAgent(state => state with { Enabled = false, Draining = true, ReportedStatus = AgentStatus.Busy, StatusCommandedAt = Given.At(1) });
        var message = Given.Registration(9, name: "Renamed") with { Description = "New", HeartbeatIntervalSeconds = 60 };

        var decision = Decide(current, message);

        (decision.Outcome, decision.Change).ShouldBe((AgentOutcome.Updated, AgentChange.Updated));
        decision.Next!.Registration.ShouldBe(message);
        decision.Next.State.ShouldBe(current.State with
        {
            IntervalSeconds = 60,
            SentAt = Given.At(9),
            ReportedAt = decision.Next.State.ReportedAt,
            UpdatedAt = Now,
        });
    }

    [Theory]
    [InlineData(4, null)]
    [InlineData(6, 2)]
    public void An_older_message_or_one_of_an_older_start_is_stale(double sentAt, int? startedAt)
    {
        var current = Decide(null, Given.Registration(5, startedAt: 3)).Next;

        ShouldChangeNothing(Decide(current, Given.Registration(sentAt, startedAt, name: "Another")), AgentOutcome.Stale);
    }

    [Fact]
    public void Of_two_messages_of_the_same_moment_the_first_stays()
    {
        var current = Decide(null, Given.Registration(5)).Next;

        ShouldChangeNothing(Decide(current, Given.Registration(5, name: "Another")), AgentOutcome.Stale);
    }

    [Fact]
    public void An_id_of_another_workspace_is_taken()
    {
        var current = Decide(null, Given.Registration(5)).Next;

        ShouldChangeNothing(Decide(current, Given.Registration(9) with { Workspace = "other" }), AgentOutcome.Conflict);
    }

    [Fact]
    public void A_restart_begins_idle_and_a_status_that_is_not_said_stays_without_one()
    {
        var current = Given.HealthyAgent(state => state with { ReportedStatus = AgentStatus.Busy, StartedAt = Given.At(-1) });

        Decide(current, Given.Registration(9, startedAt: 8)).Next!.State.ReportedStatus.ShouldBe(AgentStatus.Idle);
        Decide(current, Given.Registration(9, startedAt: -1)).Next!.State.ReportedStatus.ShouldBe(AgentStatus.Busy);
        Decide(current, Given.Registration(9)).Next!.State.ReportedStatus.ShouldBe(AgentStatus.Busy);
        Decide(current, Given.Registration(9, startedAt: 8) with { Status = AgentStatus.Active }).Next!.State.ReportedStatus.ShouldBe(AgentStatus.Active);
    }

    [Fact]
    public void Whoever_was_offline_and_registers_is_back_and_everyone_hears_of_it()
    {
        var current = Given.Agent(state => state with { Health = AgentHealth.Offline, HealthReason = "lease ended", ReportedStatus = AgentStatus.Offline });

        var decision = Decide(current, Given.Registration(9));

        (decision.Outcome, decision.Change).ShouldBe((AgentOutcome.Updated, AgentChange.Updated));
        (decision.Next!.State.Status, decision.Next.State.Health, decision.Next.State.HealthSince).ShouldBe((AgentStatus.Idle, AgentHealth.Unknown, Now));
    }

    [Fact]
    public void A_registration_that_was_under_way_does_not_bring_a_deleted_agent_back_and_a_later_one_does()
    {
        var registered = Decide(null, Given.Registration(5)).Next;
        var deleted = AgentDecision.Decide(registered, Given.Deletion(6), Now).Next;

        ShouldChangeNothing(Decide(deleted, Given.Registration(5)), AgentOutcome.Stale);
        ShouldChangeNothing(Decide(deleted, Given.Registration(4)), AgentOutcome.Stale);

        var back = Decide(deleted, Given.Registration(7) with { Workspace = "other" });
        (back.Outcome, back.Next!.State.Exists, back.Next.State.Workspace).ShouldBe((AgentOutcome.Registered, true, "other"));
    }

    [Theory]
    [InlineData(AgentStatus.Idle, AgentStatus.Error, AgentHealth.Unhealthy)]
    [InlineData(AgentStatus.Error, AgentStatus.Idle, AgentHealth.Healthy)]
    public void A_status_that_is_registered_and_the_health_do_not_contradict_each_other(AgentStatus before, AgentStatus said, AgentHealth health)
    {
        var current = Given.HealthyAgent(state => state with
        {
            ReportedStatus = before,
            Health = before == AgentStatus.Error ? AgentHealth.Unhealthy : AgentHealth.Healthy,
        });

        Decide(current, Given.Registration(9) with { Status = said }).Next!.State.Health.ShouldBe(health);
    }

    private static AgentDecision Decide(AgentRecord? current, RegisterAgent message) => AgentDecision.Decide(current, message, Now);

    private static void ShouldChangeNothing(AgentDecision decision, AgentOutcome outcome) => decision.ShouldBe(AgentDecision.Nothing(outcome));
}
