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
        Before = Word(succeeded: 5) with { LastHeartbeat = Earlier },
    };

    [Fact]
    public void What_was_there_before_does_not_count()
    {
        _account.Taken.Add(ActivityStatus.Success);
        Comparison.Differences(_account, Word(succeeded: 6)).ShouldBeEmpty();
    }

    [Fact]
    public void An_agent_that_is_not_there_differs() => Comparison.Differences(_account, null).ShouldBe(["is not registered"]);

    [Fact]
    public void An_agent_that_was_registered_otherwise_differs() =>
        Comparison.Differences(_account, Word(succeeded: 5) with { Name = "B", Capabilities = 2 })
            .ShouldBe(["is named 'B', not 'A'", "has 2 capabilities, not 1"]);

    [Fact]
    public void An_activity_that_is_missing_differs()
    {
        _account.Taken.Add(ActivityStatus.Failed);
        Comparison.Differences(_account, Word(succeeded: 5)).ShouldBe(["has 0 activities 'failed', not 1"]);
    }

    [Fact]
    public void An_activity_that_was_counted_twice_differs()
    {
        _account.Taken.Add(ActivityStatus.Success);
        Comparison.Differences(_account, Word(succeeded: 7)).ShouldBe(["has 2 activities 'success', not 1"]);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public void An_activity_that_was_never_answered_may_be_there_or_not(int stored, bool agrees)
    {
        _account.Unanswered.Add(ActivityStatus.Success);
        (Comparison.Differences(_account, Word(stored)).Count == 0).ShouldBe(agrees);
    }

    [Fact]
    public void A_heartbeat_counts_when_the_registrys_last_one_has_moved_on()
    {
        _account.HasBeaten = true;
        Comparison.Differences(_account, Word(succeeded: 5) with { LastHeartbeat = Earlier }).ShouldBe(["was not heard of: none of its heartbeats arrived"]);
        Comparison.Differences(_account, Word(succeeded: 5) with { LastHeartbeat = Earlier.AddSeconds(1) }).ShouldBeEmpty();
    }

    [Fact]
    public void A_fleet_that_was_stopped_before_it_lived_is_compared_by_its_registrations_alone()
    {
        _account.Before = null;
        Comparison.Differences(_account, Word(succeeded: 5)).ShouldBeEmpty();
    }

    [Fact]
    public void A_registration_that_was_never_answered_is_not_claimed()
    {
        _account.IsRegistered = false;
        Comparison.Differences(_account, null).ShouldBeEmpty();
    }

    private static AgentWord Word(int succeeded) => AgentWord.Of(new AgentDetails
    {
        Name = "A",
        Capabilities = [new Capability { Name = "c" }],
        Metrics = new AgentMetrics { Succeeded = succeeded },
    });
}
