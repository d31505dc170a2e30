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
    public void Heartbeat_is_at_most_a_fifth_of_the_interval_early_and_never_late() => Prop.ForAll<PositiveInt, int>((interval, seed) =>
        HeartbeatSchedule.UntilHeartbeat(interval.Get, new Random(seed).NextDouble()).TotalSeconds.ShouldBeInRange(interval.Get * 0.8, interval.Get)).QuickCheckThrowOnFailure();

    [Fact]
    public void Retry_delays_double_up_to_the_maximum_with_jitter_of_at_most_half()
    {
        var (first, longest) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

        Enumerable.Range(1, 8).Select(failures => HeartbeatSchedule.UntilRetry(failures, first, longest, 0).TotalSeconds).ShouldBe([1, 2, 4, 8, 16, 32, 60, 60]);
        HeartbeatSchedule.UntilRetry(3, first, longest, 1).ShouldBe(TimeSpan.FromSeconds(2));
        HeartbeatSchedule.UntilRetry(int.MaxValue, first, longest, 0).ShouldBe(longest);
    }

    [Fact]
    public void Any_error_gives_a_reason_that_is_valid() => Prop.ForAll<string, int>((text, length) =>
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
    public void Short_reason_is_unchanged() => HeartbeatSchedule.Reason("Activate failed: no model 🤖").ShouldBe("Activate failed: no model 🤖");

    [Fact]
    public void Status_follows_lifecycle_and_active_work()
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
    public void Options_out_of_bounds_are_refused_when_the_agent_is_added(int stop, int first, int longest) =>
        Should.Throw<ArgumentException>(() => new Microsoft.Extensions.DependencyInjection.ServiceCollection().AddAgent<TestAgent>(options =>
            (options.StopTimeout, options.InitialRetryDelay, options.MaxRetryDelay) = (TimeSpan.FromSeconds(stop), TimeSpan.FromSeconds(first), TimeSpan.FromSeconds(longest))));
}
