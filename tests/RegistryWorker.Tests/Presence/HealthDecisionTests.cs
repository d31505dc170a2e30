using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.Storage.Agents;
using Shouldly;
using Xunit;

namespace AgentRegistry.RegistryWorker.Tests.Presence;

public class HealthDecisionTests
{
    private static readonly DateTimeOffset Now = Given.At(100);

    // What the signal makes of healthy, suspect, unhealthy, offline, unknown, by the status that the agent reports; "-" where the health stays.
    [Theory]
    [InlineData(HealthSignal.Heartbeat, AgentStatus.Busy, "- Healthy Healthy Healthy Healthy")]
    [InlineData(HealthSignal.Heartbeat, AgentStatus.Error, "Unhealthy Unhealthy - Unhealthy Unhealthy")]
    [InlineData(HealthSignal.Heartbeat, AgentStatus.Offline, "Offline Offline Offline - Offline")]
    [InlineData(HealthSignal.StatusSet, AgentStatus.Busy, "- - Healthy - -")]
    [InlineData(HealthSignal.StatusSet, AgentStatus.Error, "Unhealthy - - - -")]
    [InlineData(HealthSignal.StatusSet, AgentStatus.Offline, "Offline Offline Offline - Offline")]
    [InlineData(HealthSignal.Registered, AgentStatus.Busy, "- Unknown Healthy Unknown -")]
    [InlineData(HealthSignal.Registered, AgentStatus.Error, "Unhealthy Unknown - Unknown -")]
    [InlineData(HealthSignal.Restarted, AgentStatus.Busy, "- Unknown Unknown Unknown Unknown")]
    [InlineData(HealthSignal.Restarted, AgentStatus.Error, "Unhealthy Unknown Unknown Unknown Unknown")]
    [InlineData(HealthSignal.StartsAgain, AgentStatus.Initializing, "Unknown Unknown Unknown Unknown Unknown")]
    [InlineData(HealthSignal.DeadlineMissed, AgentStatus.Busy, "Suspect Offline Suspect Suspect Suspect")]
    [InlineData(HealthSignal.Deleted, AgentStatus.Busy, "Offline Offline Offline Offline Offline")]
    internal void Health_follows_from_signal_and_reported_status(HealthSignal signal, AgentStatus reported, string expected)
    {
        AgentHealth[] before = [AgentHealth.Healthy, AgentHealth.Suspect, AgentHealth.Unhealthy, AgentHealth.Offline, AgentHealth.Unknown];

        var after = before.Select(health => After(health, signal, reported));

        string.Join(' ', after).ShouldBe(expected);
    }

    [Fact]
    public void Reason_of_a_command_is_appended_where_the_agent_left_or_reports_an_error()
    {
        var agent = Given.HealthyAgent().State;

        HealthDecision.After(agent with { ReportedStatus = AgentStatus.Offline }, HealthSignal.StatusSet, Now, "maintenance").HealthReason.ShouldBe("left: maintenance");
        HealthDecision.After(agent with { ReportedStatus = AgentStatus.Error }, HealthSignal.StatusSet, Now, "disk full").HealthReason.ShouldBe("reports an error: disk full");
        HealthDecision.After(agent with { Health = AgentHealth.Unhealthy }, HealthSignal.StatusSet, Now, "repaired").HealthReason.ShouldBe(HealthDecision.Fresh);
    }

    /// <summary>The state that follows says since when and why; one that stays is the same in every field.</summary>
    private static string After(AgentHealth health, HealthSignal signal, AgentStatus reported)
    {
        var state = Given.Agent(agent => agent with { Health = health, HealthReason = "before", ReportedStatus = reported }).State;
        var after = HealthDecision.After(state, signal, Now);
        if (ReferenceEquals(after, state))
        {
            return "-";
        }

        after.HealthSince.ShouldBe(Now);
        after.HealthReason.ShouldNotBe("before");
        (after with { Health = health, HealthReason = "before", HealthSince = state.HealthSince }).ShouldBe(state);
        return after.Health.ToString();
    }
}
