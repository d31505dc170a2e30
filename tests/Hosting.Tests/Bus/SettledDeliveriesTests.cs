using AgentRegistry.Hosting.Bus.Acknowledgements;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Hosting.Tests.Bus;

public sealed class SettledDeliveriesTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);

    [Fact]
    public void Those_that_are_done_in_order_are_told_by_the_last_of_them()
    {
        var deliveries = Acknowledged(1, 2, 3);

        Due(deliveries, Start).ShouldBe("up to 3");
        Due(deliveries, Start + SettledDeliveries.Patience).ShouldBe("up to 0");
        deliveries.AreDue.ShouldBeFalse();
    }

    [Fact]
    public void Those_behind_one_that_is_open_wait_for_it_and_go_alone_when_it_stays_open()
    {
        var deliveries = Acknowledged(1, 3, 4);

        Due(deliveries, Start).ShouldBe("up to 1");
        deliveries.AreDue.ShouldBeTrue();
        Due(deliveries, Start + SettledDeliveries.Patience).ShouldBe("up to 0 and 3 4");
        deliveries.AreDue.ShouldBeFalse();

        // They were told of. The open one, once it is done, speaks for itself.
        deliveries.Acknowledge(2, Start);
        Due(deliveries, Start).ShouldBe("up to 2");
    }

    [Fact]
    public void One_that_the_broker_was_told_of_is_passed_over_and_never_named()
    {
        var deliveries = Acknowledged(1);
        deliveries.Settle(2);
        Due(deliveries, Start).ShouldBe("up to 1");

        deliveries.Acknowledge(3, Start);
        deliveries.Settle(4);
        Due(deliveries, Start).ShouldBe("up to 3");
    }

    /// <summary>As the broker keeps account of it: it closes the channel when it is told of what is not outstanding.</summary>
    [Fact]
    public void In_whatever_order_they_are_done_the_broker_is_told_of_each_once_and_of_none_that_is_open() =>
        Prop.ForAll(Run(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static void Holds(Steps steps)
    {
        var deliveries = new SettledDeliveries();
        var outstanding = Enumerable.Range(1, steps.Order.Length).Select(number => (ulong)number).ToHashSet();
        var acknowledged = new HashSet<ulong>();
        var now = Start;
        for (var step = 0; step < steps.Order.Length; step++)
        {
            var delivery = steps.Order[step];
            if (delivery % 7 == 0)
            {
                deliveries.Settle(delivery);
                outstanding.Remove(delivery).ShouldBeTrue();
            }
            else
            {
                deliveries.Acknowledge(delivery, now);
                acknowledged.Add(delivery);
            }

            now += steps.Pauses[step];
            if (step % 3 == 0)
            {
                Tell(deliveries.TakeDue(now));
            }
        }

        Tell(deliveries.TakeDue(TimeSpan.MaxValue));
        outstanding.ShouldBeEmpty();

        void Tell(AcknowledgementsDue due)
        {
            if (due.UpTo > 0)
            {
                outstanding.ShouldContain(due.UpTo);
                outstanding.Where(delivery => delivery <= due.UpTo).ShouldAllBe(delivery => acknowledged.Contains(delivery));
                outstanding.RemoveWhere(delivery => delivery <= due.UpTo);
            }

            foreach (var delivery in due.Single)
            {
                acknowledged.ShouldContain(delivery);
                outstanding.Remove(delivery).ShouldBeTrue();
            }
        }
    }

    /// <summary>Deliveries in the order in which they are done, which is nearly that of their numbers, and how long after each the next is.</summary>
    private static Arbitrary<Steps> Run() => (
        from count in Gen.Choose(1, 60)
        from late in Gen.Choose(0, 30).ListOf(count)
        from pauses in Gen.Choose(0, 60).ListOf(count)
        select new Steps(
            [.. Enumerable.Range(0, count).OrderBy(i => i + late[i]).Select(i => (ulong)(i + 1))],
            [.. pauses.Select(pause => TimeSpan.FromMilliseconds(pause))])).ToArbitrary();

    private static SettledDeliveries Acknowledged(params ulong[] numbers)
    {
        var deliveries = new SettledDeliveries();
        foreach (var number in numbers)
        {
            deliveries.Acknowledge(number, Start);
        }

        return deliveries;
    }

    private static string Due(SettledDeliveries deliveries, TimeSpan now)
    {
        var due = deliveries.TakeDue(now);
        return due.Single.Count == 0 ? $"up to {due.UpTo}" : $"up to {due.UpTo} and {string.Join(' ', due.Single)}";
    }

    internal sealed record Steps(ulong[] Order, TimeSpan[] Pauses);
}
