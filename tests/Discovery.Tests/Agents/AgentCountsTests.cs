using AgentRegistry.Contracts;
using Shouldly;
using Xunit;

namespace AgentRegistry.Discovery.Tests;

public class AgentCountsTests
{
    private static readonly AgentDirectory Directory = Given.Directory(
        Given.Agent("ok", capabilities: [Given.Capability("one"), Given.Capability("two")]),
        Given.Agent("late", capabilities: Given.Capability("two")) with { Health = AgentHealth.Suspect, Type = "writer" },
        Given.Agent("lost") with { Health = AgentHealth.Offline, Status = AgentStatus.Offline, HealthReason = HealthReasons.LeaseEnded + ": no heartbeat for 60 s" },
        Given.Agent("left") with { Health = AgentHealth.Offline, Status = AgentStatus.Offline, HealthReason = "it left", Workspace = "other" });

    [Fact]
    public void Agents_are_counted_by_what_they_are()
    {
        var counts = Directory.Count(null);

        (counts.TotalAgents, counts.ActiveAgents, counts.OfflineAgents).ShouldBe((4, 2, 2));
        counts.AgentsByType.ShouldBe(new Dictionary<string, int> { ["coder"] = 3, ["writer"] = 1 }, ignoreOrder: true);
        (counts.TotalCapabilities, counts.DistinctCapabilities).ShouldBe((3, 2));
        counts.Revision.ShouldBe(1);
    }

    [Fact]
    public void Late_and_lost_agents_are_stale_and_those_that_left_are_not() => Directory.Count(null).StaleAgents.ShouldBe(2);

    [Fact]
    public void Every_status_and_health_is_named_as_on_the_wire_though_no_agent_has_it()
    {
        var counts = Directory.Count(null);

        counts.AgentsByStatus.ShouldBe(
            new Dictionary<string, int> { ["idle"] = 2, ["initializing"] = 0, ["active"] = 0, ["busy"] = 0, ["error"] = 0, ["offline"] = 2 },
            ignoreOrder: true);
        counts.AgentsByHealth.ShouldBe(
            new Dictionary<string, int> { ["unknown"] = 0, ["healthy"] = 1, ["suspect"] = 1, ["unhealthy"] = 0, ["offline"] = 2 },
            ignoreOrder: true);
    }

    [Fact]
    public void A_workspace_is_counted_by_itself()
    {
        Directory.Count("other").TotalAgents.ShouldBe(1);
        Directory.Count("nowhere").TotalAgents.ShouldBe(0);
    }
}
