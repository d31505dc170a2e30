using AgentRegistry.Contracts;
using AgentRegistry.Fleet;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.Fleet;

public sealed class LivingALife
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_seed_gives_the_same_life() =>
        Told(new FleetLife(250, 100, 50, seed: 7)).ShouldBe(Told(new FleetLife(250, 100, 50, seed: 7)));

    [Fact]
    public void Another_seed_gives_another_life() =>
        Told(new FleetLife(250, 100, 50, seed: 7)).ShouldNotBe(Told(new FleetLife(250, 100, 50, seed: 8)));

    [Fact]
    public void Moments_come_in_order_and_at_the_pace_that_was_asked_for()
    {
        var minute = Minute(new FleetLife(250, 100, 50, seed: 1));
        minute.Select(moment => moment.Due).ShouldBeInOrder();
        minute.OfType<HostBeats>().Sum(host => host.Beats.Count).ShouldBeInRange(6_000, 6_000 + FleetLife.HostSize);
        minute.OfType<TaskStep>().Count().ShouldBe(3_000);
    }

    [Fact]
    public void Each_agent_beats_as_often_as_any_other()
    {
        var beats = Minute(new FleetLife(250, 250, 0, seed: 1)).OfType<HostBeats>().SelectMany(host => host.Beats).CountBy(beat => beat.Agent).ToList();
        beats.Count.ShouldBe(250);
        (beats.Max(agent => agent.Value) - beats.Min(agent => agent.Value)).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Now_and_then_an_agent_says_its_status_and_then_that_it_is_idle_again()
    {
        var said = Minute(new FleetLife(1, 100, 0, seed: 1)).OfType<HostBeats>().Select(host => host.Beats[0].Status).ToList();
        said.Count(status => status is null).ShouldBeGreaterThan(said.Count / 2);
        said.OfType<AgentStatus>().Distinct().Order()
            .ShouldBe([AgentStatus.Idle, AgentStatus.Active, AgentStatus.Busy, AgentStatus.Error]);
        said.Zip(said.Skip(1)).Where(pair => pair.First is not (null or AgentStatus.Idle)).ShouldAllBe(pair => pair.Second == AgentStatus.Idle);
    }

    [Fact]
    public void A_task_begins_and_ends_once_in_each_of_the_three_ways()
    {
        var steps = Minute(new FleetLife(40, 0, 100, seed: 1)).OfType<TaskStep>().ToList();
        var tasks = steps.GroupBy(step => step.Task).ToList();
        tasks.ShouldAllBe(task => task.First().Status == ActivityStatus.Running && task.Count() <= 2 && task.Select(step => step.Agent).Distinct().Count() == 1);
        var ended = tasks.Where(task => task.Count() == 2).Select(task => task.Last()).ToList();
        ended.ShouldAllBe(step => step.Status != ActivityStatus.Running && step.DurationMs > 0);
        ended.Select(step => step.Status).Distinct().Order().ShouldBe([ActivityStatus.Success, ActivityStatus.Failed, ActivityStatus.Timeout]);
        steps.Count(step => step.Status == ActivityStatus.Running).ShouldBeLessThan(steps.Count * 2 / 3);
    }

    [Fact]
    public void A_fleet_that_does_nothing_has_no_moments() => new FleetLife(10, 0, 0, seed: 1).Moments().ShouldBeEmpty();

    [Fact]
    public void Every_message_of_its_life_is_valid()
    {
        var catalogue = Catalogue.Load(Checkout.Catalogue);
        var agents = catalogue.Take(catalogue.Count, Now);
        var messages = new FleetMessages(agents, Now);
        foreach (var moment in Minute(new FleetLife(agents.Count, 200, 100, seed: 1)))
        {
            var faults = moment switch
            {
                HostBeats host => MessageRules.Check(messages.Of(host, Now + moment.Due), new Limits(), Now),
                TaskStep step => MessageRules.Check(messages.Of(step, Now + moment.Due), new Limits(), Now),
                _ => throw new InvalidOperationException("There are no other moments."),
            };
            faults.Describe().ShouldBeEmpty();
        }
    }

    private static List<Moment> Minute(FleetLife life) => [.. life.Moments().TakeWhile(moment => moment.Due < TimeSpan.FromMinutes(1))];

    private static List<string> Told(FleetLife life) =>
        [.. Minute(life).Select(moment => moment is HostBeats host ? string.Join(' ', host.Beats) : moment.ToString())];
}
