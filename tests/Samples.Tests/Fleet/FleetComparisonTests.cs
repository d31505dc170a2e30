using AgentRegistry.Contracts;
using AgentRegistry.Fleet;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.Fleet;

public sealed class FleetComparisonTests
{
    private static readonly DateTimeOffset Earlier = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly AgentAccount _account = new(new RegisterAgent { AgentId = "a", Name = "A", Capabilities = [new Capability { Name = "c" }] })
    {
        IsRegistered = true,
        Before = View(succeeded: 5) with { LastHeartbeat = Earlier },
    };

    [Fact]
    public void Earlier_activities_do_not_count()
    {
        _account.Accepted.Add(ActivityStatus.Success);
        Comparison.Differences(_account, View(succeeded: 6)).ShouldBeEmpty();
    }

    [Fact]
    public void Missing_agent_is_a_difference() => Comparison.Differences(_account, null).ShouldBe(["is not registered"]);

    [Fact]
    public void Different_registration_is_a_difference() =>
        Comparison.Differences(_account, View(succeeded: 5) with { Name = "B", Capabilities = 2 })
            .ShouldBe(["is named 'B', not 'A'", "has 2 capabilities, not 1"]);

    [Fact]
    public void Missing_activity_is_a_difference()
    {
        _account.Accepted.Add(ActivityStatus.Failed);
        Comparison.Differences(_account, View(succeeded: 5)).ShouldBe(["has 0 activities 'failed', not 1"]);
    }

    [Fact]
    public void Activity_counted_twice_is_a_difference()
    {
        _account.Accepted.Add(ActivityStatus.Success);
        Comparison.Differences(_account, View(succeeded: 7)).ShouldBe(["has 2 activities 'success', not 1"]);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public void Activity_without_a_response_may_be_stored_or_not(int stored, bool agrees)
    {
        _account.WithoutResponse.Add(ActivityStatus.Success);
        (Comparison.Differences(_account, View(stored)).Count == 0).ShouldBe(agrees);
    }

    [Fact]
    public void Heartbeat_counts_when_the_stored_time_has_advanced()
    {
        _account.HasHeartbeat = true;
        Comparison.Differences(_account, View(succeeded: 5) with { LastHeartbeat = Earlier }).ShouldBe(["has no new heartbeat"]);
        Comparison.Differences(_account, View(succeeded: 5) with { LastHeartbeat = Earlier.AddSeconds(1) }).ShouldBeEmpty();
    }

    [Fact]
    public void Fleet_stopped_before_its_schedule_is_compared_by_registrations_only()
    {
        _account.Before = null;
        Comparison.Differences(_account, View(succeeded: 5)).ShouldBeEmpty();
    }

    [Fact]
    public void Registration_without_a_response_is_not_compared()
    {
        _account.IsRegistered = false;
        Comparison.Differences(_account, null).ShouldBeEmpty();
    }

    private static AgentView View(int succeeded) => AgentView.Of(new AgentDetails
    {
        Name = "A",
        Capabilities = [new Capability { Name = "c" }],
        Metrics = new AgentMetrics { Succeeded = succeeded },
    });
}
