using AgentRegistry.Hosting.Bus;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Hosting.Tests.Bus;

public sealed class BusWatchTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly BusLook Well = new(Start, IsConfirmed: true, EndpointsAreReady: true, BrokerAnswers: true);
    private static readonly BusLook Hanging = Well with { IsConfirmed = false };
    private static readonly BusLook NotReady = Well with { EndpointsAreReady = false };
    private static readonly BusLook BrokerAway = new(Start, IsConfirmed: false, EndpointsAreReady: false, BrokerAnswers: false);

    [Fact]
    public void Missing_confirms_while_the_broker_responds_mean_a_lost_connection()
    {
        IsStuckAfter(Well, Hanging, Hanging).ShouldBeFalse();
        IsStuckAfter(Well, Hanging, Hanging, Hanging).ShouldBeTrue();
    }

    [Fact]
    public void Endpoints_may_take_their_time_but_not_for_ever()
    {
        var patience = StuckBusRule.LongestNotReady;
        IsStuckAfter(Well, NotReady, NotReady with { At = Start + patience - TimeSpan.FromSeconds(1) }).ShouldBeFalse();
        IsStuckAfter(Well, NotReady, NotReady with { At = Start + patience }).ShouldBeTrue();
    }

    [Fact]
    public void One_message_that_comes_through_begins_the_count_anew() => IsStuckAfter(Well, Hanging, Hanging, Well, Hanging).ShouldBeFalse();

    [Fact]
    public void A_bus_that_never_worked_is_not_given_up()
    {
        IsStuckAfter(Hanging, Hanging, Hanging).ShouldBeFalse();
        IsStuckAfter(NotReady, NotReady with { At = Start + StuckBusRule.LongestNotReady }).ShouldBeFalse();
    }

    [Fact]
    public void However_long_the_broker_is_away_no_bus_is_stuck() => Prop.ForAll(
        ArbMap.Default.ArbFor<bool[]>(),
        looks => !IsStuckAfter([Well, .. looks.Select(confirmed => BrokerAway with { IsConfirmed = confirmed, At = Start.AddDays(1) })])).QuickCheckThrowOnFailure();

    [Fact]
    public void It_counts_from_the_brokers_return() => IsStuckAfter(Well, Hanging, Hanging, BrokerAway, Hanging).ShouldBeFalse();

    private static bool IsStuckAfter(params BusLook[] looks) =>
        looks.Aggregate(StuckBusRule.Start, (rule, look) => rule.After(look)).IsStuck(looks[^1].At);
}
