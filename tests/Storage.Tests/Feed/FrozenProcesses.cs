using AgentRegistry.Storage.Feed;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Feed;

/// <summary>A process that is frozen in the midst of a transaction, as its transaction that nobody goes on with.</summary>
public sealed class FrozenProcesses(PostgresTables tables) : IClassFixture<PostgresTables>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Holder_of_the_feed_lock_blocks_others_for_some_seconds_only()
    {
        var frozen = await tables.Store.BeginAsync(Token);
        await frozen.Feed.TakeRevisionsAsync(3, Token);

        // Waits for the lock, and gets it when PostgreSQL has given the frozen one up.
        var last = await tables.Store.AppendAsync("agent").WaitAsync(TimeSpan.FromSeconds(9), Token);

        (await tables.Store.Feed.ReadAsync(last - 1, 10, Token)).ShouldHaveSingleItem();
        var fault = await Should.ThrowAsync<Exception>(async () =>
        {
            await frozen.Feed.AppendAsync([Given.Entry("agent", last)], Token);
            await frozen.CommitAsync(Token);
        });
        StoreFaults.IsUnavailable(fault).ShouldBeTrue(fault.ToString());
        await Should.NotThrowAsync(async () => await frozen.DisposeAsync());
    }

    [Fact]
    public async Task Delivery_holds_its_cursor_until_its_time_limit()
    {
        await tables.Store.AppendAsync("agent");
        await tables.Store.Feed.DeliverAsync("frozen", 10, TestTables.DeliveryLimit, TestTables.TakeAll, Token);
        var thaws = new TaskCompletionSource();
        var delivering = new TaskCompletionSource();
        var frozen = tables.Store.Feed.DeliverAsync(
            "frozen",
            10,
            TimeSpan.FromSeconds(1),
            async (_, _) =>
            {
                delivering.TrySetResult();
                await thaws.Task;
                return [];
            },
            Token);
        await delivering.Task.WaitAsync(Token);
        (await tables.Store.Feed.DeliverAsync("frozen", 10, TestTables.DeliveryLimit, TestTables.TakeAll, Token)).ShouldBe(0);

        await Eventually.HoldsAsync(async () => await tables.Store.Feed.DeliverAsync("frozen", 10, TestTables.DeliveryLimit, TestTables.TakeAll, Token) > 0);

        thaws.SetResult();
        StoreFaults.IsUnavailable(await Should.ThrowAsync<Exception>(() => frozen)).ShouldBeTrue();
    }
}
