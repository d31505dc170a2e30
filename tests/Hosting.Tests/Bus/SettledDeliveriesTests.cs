using AgentRegistry.Hosting.Bus;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Hosting.Tests.Bus;

public sealed class SettledDeliveriesTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);

    [Fact]
    public void Deliveries_settled_in_order_are_acknowledged_by_the_last()
    {
        var deliveries = Acknowledged(1, 2, 3);

        Due(deliveries, Start).ShouldBe("up to 3");
        Due(deliveries, Start + SettledDeliveries.Patience).ShouldBe("up to 0");
        deliveries.AreDue.ShouldBeFalse();
    }

    [Fact]
    public void Deliveries_behind_an_open_one_wait_then_are_acknowledged_singly()
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
    public void Acknowledged_delivery_is_never_acknowledged_again()
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
    public void Each_settled_delivery_is_acknowledged_once_and_no_open_one() =>
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
