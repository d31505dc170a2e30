using System.Collections.Concurrent;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Following;
using AgentRegistry.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Feed;

public sealed class FollowingTheFeed(SqliteTables tables) : IClassFixture<SqliteTables>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_follower_gets_a_snapshot_and_then_every_entry_after_it_once()
    {
        var before = await tables.Store.AppendAsync("agent", count: 3);
        var subscriber = new Subscriber();
        using var follower = await FollowAsync(subscriber);
        await Eventually.HoldsAsync(() => follower.IsReady);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await tables.Store.AppendAsync("agent", count: 2);
            }
        }, Token)));

        (await follower.WaitForAsync(before + 160, TimeSpan.FromSeconds(20), Token)).ShouldBeTrue();
        subscriber.Snapshots.ShouldHaveSingleItem().ShouldBe(before);
        subscriber.Entries.ShouldBe(Enumerable.Range(1, 160).Select(i => before + i));
        await follower.StopAsync(Token);
    }

    [Fact]
    public async Task Waiting_for_a_revision_that_does_not_come_times_out()
    {
        using var follower = await FollowAsync(new Subscriber());
        await Eventually.HoldsAsync(() => follower.IsReady);

        (await follower.WaitForAsync(long.MaxValue, TimeSpan.FromMilliseconds(20), Token)).ShouldBeFalse();
        (await follower.WaitForAsync(follower.Revision, TimeSpan.Zero, Token)).ShouldBeTrue();
        await follower.StopAsync(Token);
    }

    [Fact]
    public async Task Follower_that_finds_a_gap_takes_a_snapshot()
    {
        var subscriber = new Subscriber();
        using var follower = await FollowAsync(subscriber);
        await Eventually.HoldsAsync(() => follower.IsReady);
        var head = await tables.Store.Feed.HeadAsync(Token);

        // As retention would: the next entries are gone before they were seen.
        await tables.Store.CommitAsync(async transaction =>
        {
            var first = await transaction.Feed.TakeRevisionsAsync(3, Token);
            await transaction.Feed.AppendAsync([Given.Entry("agent", first + 2)], Token);
        });

        await Eventually.HoldsAsync(() => follower.Revision == head + 3);
        subscriber.Snapshots.ShouldBe([head, head + 3]);
        subscriber.Entries.ShouldBeEmpty();
        await follower.StopAsync(Token);
    }

    private async Task<FeedFollower> FollowAsync(IFeedSubscriber subscriber)
    {
        var follower = new FeedFollower(tables.Store, tables.Signal, [subscriber], TimeProvider.System, NullLogger<FeedFollower>.Instance);
        await follower.StartAsync(Token);
        return follower;
    }

    private sealed class Subscriber : IFeedSubscriber
    {
        public ConcurrentQueue<long> Snapshots { get; } = new();

        public ConcurrentQueue<long> Entries { get; } = new();

        public void Reset(AgentSnapshot snapshot) => Snapshots.Enqueue(snapshot.Revision);

        public void Apply(IReadOnlyList<FeedEntry> entries)
        {
            foreach (var entry in entries)
            {
                Entries.Enqueue(entry.Revision);
            }
        }
    }
}

public sealed class HearingOfAnotherProcess(PostgresTables tables) : IClassFixture<PostgresTables>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_commit_of_another_process_wakes_this_one_also_after_its_connection_was_cut()
    {
        var signal = new FeedSignal(TimeProvider.System);
        using var listener = new PostgresFeedListener(tables.Source, signal, TimeProvider.System, NullLogger<PostgresFeedListener>.Instance);
        await listener.StartAsync(Token);
        await ShouldHearAsync();

        await tables.Database.AskAsync<bool>("select bool_or(pg_terminate_backend(pid)) from pg_stat_activity where query = 'listen registry_feed' and datname = current_database()");

        await ShouldHearAsync();
        await listener.StopAsync(Token);

        async Task ShouldHearAsync()
        {
            // Until it listens, what was written before is not heard of: that is what the followers' poll is for.
            var next = signal.Next;
            for (var tries = 0; !next.IsCompleted && tries < 400; tries++)
            {
                await tables.Store.AppendAsync("agent");
                await Task.WhenAny(next, Task.Delay(50, Token));
            }

            next.IsCompleted.ShouldBeTrue();
        }
    }
}
