using AgentRegistry.Contracts;
using AgentRegistry.Fleet;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.Fleet;

public sealed class FleetScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Same_seed_gives_the_same_schedule() =>
        ReportedStatus(new FleetSchedule(250, 100, 50, seed: 7)).ShouldBe(ReportedStatus(new FleetSchedule(250, 100, 50, seed: 7)));

    [Fact]
    public void Another_seed_gives_another_schedule() =>
        ReportedStatus(new FleetSchedule(250, 100, 50, seed: 7)).ShouldNotBe(ReportedStatus(new FleetSchedule(250, 100, 50, seed: 8)));

    [Fact]
    public void Actions_are_in_order_and_at_the_requested_rate()
    {
        var minute = Minute(new FleetSchedule(250, 100, 50, seed: 1));
        minute.Select(action => action.Due).ShouldBeInOrder();
        minute.OfType<HostHeartbeats>().Sum(host => host.Heartbeats.Count).ShouldBeInRange(6_000, 6_000 + FleetSchedule.HostSize);
        minute.OfType<TaskStep>().Count().ShouldBe(3_000);
    }

    [Fact]
    public void Every_agent_sends_as_many_heartbeats_as_any_other()
    {
        var heartbeats = Minute(new FleetSchedule(250, 250, 0, seed: 1)).OfType<HostHeartbeats>().SelectMany(host => host.Heartbeats).CountBy(heartbeat => heartbeat.Agent).ToList();
        heartbeats.Count.ShouldBe(250);
        (heartbeats.Max(agent => agent.Value) - heartbeats.Min(agent => agent.Value)).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Reported_status_is_followed_by_idle()
    {
        var body = Minute(new FleetSchedule(1, 100, 0, seed: 1)).OfType<HostHeartbeats>().Select(host => host.Heartbeats[0].Status).ToList();
        body.Count(status => status is null).ShouldBeGreaterThan(body.Count / 2);
        body.OfType<AgentStatus>().Distinct().Order()
            .ShouldBe([AgentStatus.Idle, AgentStatus.Active, AgentStatus.Busy, AgentStatus.Error]);
        body.Zip(body.Skip(1)).Where(pair => pair.First is not (null or AgentStatus.Idle)).ShouldAllBe(pair => pair.Second == AgentStatus.Idle);
    }

    [Fact]
    public void Task_starts_and_ends_once_in_one_of_three_ways()
    {
        var steps = Minute(new FleetSchedule(40, 0, 100, seed: 1)).OfType<TaskStep>().ToList();
        var tasks = steps.GroupBy(step => step.Task).ToList();
        tasks.ShouldAllBe(task => task.First().Status == ActivityStatus.Running && task.Count() <= 2 && task.Select(step => step.Agent).Distinct().Count() == 1);
        var ended = tasks.Where(task => task.Count() == 2).Select(task => task.Last()).ToList();
        ended.ShouldAllBe(step => step.Status != ActivityStatus.Running && step.DurationMs > 0);
        ended.Select(step => step.Status).Distinct().Order().ShouldBe([ActivityStatus.Success, ActivityStatus.Failed, ActivityStatus.Timeout]);
        steps.Count(step => step.Status == ActivityStatus.Running).ShouldBeLessThan(steps.Count * 2 / 3);
    }

    [Fact]
    public void Rates_of_zero_give_no_actions() => new FleetSchedule(10, 0, 0, seed: 1).Actions().ShouldBeEmpty();

    [Fact]
    public void Every_message_of_a_schedule_is_valid()
    {
        var catalogue = Catalogue.Load(Checkout.Catalogue);
        var agents = catalogue.Take(catalogue.Count, Now);
        var messages = new FleetMessages(agents, Now);
        foreach (var action in Minute(new FleetSchedule(agents.Count, 200, 100, seed: 1)))
        {
            var faults = action switch
            {
                HostHeartbeats host => MessageRules.Check(messages.Of(host, Now + action.Due), new Limits(), Now),
                TaskStep step => MessageRules.Check(messages.Of(step, Now + action.Due), new Limits(), Now),
                _ => throw new InvalidOperationException("There are no other moments."),
            };
            faults.Describe().ShouldBeEmpty();
        }
    }

    private static List<FleetAction> Minute(FleetSchedule schedule) => [.. schedule.Actions().TakeWhile(action => action.Due < TimeSpan.FromMinutes(1))];

    private static List<string> ReportedStatus(FleetSchedule schedule) =>
        [.. Minute(schedule).Select(action => action is HostHeartbeats host ? string.Join(' ', host.Heartbeats) : action.ToString())];
}
