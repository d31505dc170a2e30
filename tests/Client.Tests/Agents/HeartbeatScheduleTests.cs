using AgentRegistry.Contracts;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Client.Tests.Agents;

/// <summary>How long an agent's host waits, and what it says of the agent.</summary>
public sealed class HeartbeatScheduleTests
{
    [Fact]
    public void A_heartbeat_is_never_later_than_its_interval_and_at_most_a_fifth_earlier() => Prop.ForAll<PositiveInt, int>((interval, seed) =>
        HeartbeatSchedule.UntilBeat(interval.Get, new Random(seed).NextDouble()).TotalSeconds.ShouldBeInRange(interval.Get * 0.8, interval.Get)).QuickCheckThrowOnFailure();

    [Fact]
    public void Pauses_double_up_to_the_longest_and_are_shortened_by_chance_by_at_most_a_half()
    {
        var (first, longest) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

        Enumerable.Range(1, 8).Select(failures => HeartbeatSchedule.UntilRetry(failures, first, longest, 0).TotalSeconds).ShouldBe([1, 2, 4, 8, 16, 32, 60, 60]);
        HeartbeatSchedule.UntilRetry(3, first, longest, 1).ShouldBe(TimeSpan.FromSeconds(2));
        HeartbeatSchedule.UntilRetry(int.MaxValue, first, longest, 0).ShouldBe(longest);
    }

    [Fact]
    public void Whatever_an_error_says_its_reason_breaks_no_rule_of_the_registry() => Prop.ForAll<string, int>((text, length) =>
    {
        var error = string.Concat(Enumerable.Repeat((text ?? "") + "\0\r\n🤖\ud800", (Math.Abs(length) % 300) + 1));
        var change = new ChangeAgentStatus
        {
            MessageId = Guid.NewGuid(),
            SentAt = DateTimeOffset.UnixEpoch.AddYears(56),
            AgentIds = ["a"],
            Status = AgentStatus.Error,
            Reason = HeartbeatSchedule.Reason(error),
        };

        MessageRules.Check(change, new Limits(), change.SentAt).ShouldBeEmpty();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_short_reason_is_told_as_it_is() => HeartbeatSchedule.Reason("Activate failed: no model 🤖").ShouldBe("Activate failed: no model 🤖");

    [Fact]
    public void The_status_follows_the_life_and_the_work()
    {
        var life = AgentLifecycle.New;
        HeartbeatSchedule.StatusOf(life, 0).ShouldBe(AgentStatus.Initializing);
        life = Done(Done(Done(life, AgentStep.Initialize), AgentStep.Register), AgentStep.Activate);
        HeartbeatSchedule.StatusOf(life, 0).ShouldBe(AgentStatus.Idle);
        HeartbeatSchedule.StatusOf(life, 2).ShouldBe(AgentStatus.Active);
        var drained = Done(life.After(new AgentEvent(AgentSignal.Forbidden)), AgentStep.Deactivate);
        HeartbeatSchedule.StatusOf(drained, 1).ShouldBe(AgentStatus.Active);
        HeartbeatSchedule.StatusOf(drained, 0).ShouldBe(AgentStatus.Idle);
        HeartbeatSchedule.StatusOf(drained.After(new AgentEvent(AgentSignal.Failed, AgentStep.Activate, "broken")), 1).ShouldBe(AgentStatus.Error);

        static AgentLifecycle Done(AgentLifecycle life, AgentStep step) => life.After(new AgentEvent(AgentSignal.Done, step));
    }

    [Theory]
    [InlineData(0, 1, 60)]
    [InlineData(10, 0, 60)]
    [InlineData(10, 61, 60)]
    [InlineData(10, 1, 3_601)]
    [InlineData(3_601, 1, 60)]
    public void Options_that_are_out_of_bounds_are_refused_when_the_agent_is_added(int stop, int first, int longest) =>
        Should.Throw<ArgumentException>(() => new Microsoft.Extensions.DependencyInjection.ServiceCollection().AddAgent<TestAgent>(options =>
            (options.StopLimit, options.FirstPause, options.LongestPause) = (TimeSpan.FromSeconds(stop), TimeSpan.FromSeconds(first), TimeSpan.FromSeconds(longest))));
}
