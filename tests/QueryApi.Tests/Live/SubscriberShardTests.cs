using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.QueryApi.Live.Tests;

/// <summary>When the shards of the live feed deliver what has come.</summary>
public class SubscriberShardTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Few_clients_wait_for_nothing_and_many_never_longer_than_a_quarter_of_a_second()
    {
        DeliveryPace.Pause(0).ShouldBe(TimeSpan.Zero);
        DeliveryPace.Pause(100).ShouldBe(TimeSpan.Zero);
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), clients =>
            DeliveryPace.Pause(clients) <= TimeSpan.FromMilliseconds(250) && DeliveryPace.Pause(clients) <= DeliveryPace.Pause(clients + 1)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_shard_delivers_once_in_each_pause_at_its_own_moment_of_it()
    {
        var moments =
            from now in Gen.Choose(0, int.MaxValue)
            from pause in Gen.Choose(5, 250)
            from shard in Gen.Choose(0, 15)
            select (Now: TimeSpan.FromMilliseconds(now), Pause: TimeSpan.FromMilliseconds(pause), Phase: shard / 16.0);
        Prop.ForAll(moments.ToArbitrary(), at =>
        {
            // Time has ticks, and a shard's moment is seldom a whole one of them.
            var tick = TimeSpan.FromTicks(1);
            var next = DeliveryPace.Next(at.Now, at.Pause, at.Phase);
            var within = (next / at.Pause) - at.Phase;
            return next > at.Now - tick && next <= at.Now + at.Pause + tick && Math.Abs(within - Math.Round(within)) < 1e-3;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_comes_within_a_pause_goes_together_and_in_order_at_the_next_moment_and_after_a_quiet_at_once()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        using var shard = new SubscriberShard(phase: 0.25, time);
        var start = shard.Last;

        shard.Apply([LiveFrame.SnapshotEnd(1)], Pause);
        Taken(start).ShouldBe([1]);

        var grown = shard.Grown;
        shard.Apply([LiveFrame.SnapshotEnd(2)], Pause);
        shard.Apply([LiveFrame.SnapshotEnd(3), LiveFrame.SnapshotEnd(4)], Pause);
        time.Advance(TimeSpan.FromMilliseconds(24));
        Taken(start).ShouldBe([1]);
        grown.IsCompleted.ShouldBeFalse();

        time.Advance(TimeSpan.FromMilliseconds(1));
        Taken(start).ShouldBe([1, 2, 3, 4]);
        grown.IsCompleted.ShouldBeTrue();

        time.Advance(10 * Pause);
        shard.Apply([LiveFrame.SnapshotEnd(5)], Pause);
        Taken(start).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public void What_was_gathered_goes_before_the_word_that_entries_are_missing()
    {
        using var shard = new SubscriberShard(phase: 0.25, new FakeTimeProvider(DateTimeOffset.UnixEpoch));
        var start = shard.Last;
        shard.Apply([LiveFrame.SnapshotEnd(1)], Pause);
        shard.Apply([LiveFrame.SnapshotEnd(2)], Pause);

        shard.Reset(9);

        Taken(start).ShouldBe([1, 2, 9]);
        shard.Last.Frames.Single().Type.ShouldBe(LiveFrame.SnapshotNeededType);
    }

    /// <summary>The revisions of all frames after a portion, as a client takes them.</summary>
    private static List<long> Taken(FrameBatch from)
    {
        var revisions = new List<long>();
        for (var at = from.Next; at is not null; at = at.Next)
        {
            revisions.AddRange(at.Frames.Select(frame => frame.Revision));
        }

        return revisions;
    }
}
