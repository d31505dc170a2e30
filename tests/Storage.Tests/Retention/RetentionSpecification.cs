using AgentRegistry.Contracts;
using AgentRegistry.Storage.Retention;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Retention;

/// <summary>What retention does, whichever side it is on.</summary>
public abstract class RetentionSpecification(TestTables tables) : IAsyncLifetime
{
    private const string Cursor = "relay";
    private static readonly DateTimeOffset Old = Given.Now.AddDays(-40);
    private static readonly DateTimeOffset Cut = Given.Now.AddDays(-30);
    private static readonly DateTimeOffset Ever = TimeProvider.System.GetUtcNow().AddDays(1);

    private IRegistryStore Store => tables.Store;

    private IRetention Retention => Store.Retention;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Each test begins with nothing to delete.</summary>
    public async ValueTask InitializeAsync()
    {
        await DeliverAsync(int.MaxValue);
        await Retention.DeleteAsync(RetainedTable.Activities, Ever, 1_000, Token);
        await Retention.DeleteAsync(RetainedTable.Inbox, Ever, 1_000, Token);
        await Retention.DeleteAsync(RetainedTable.Feed, Ever, 1_000, Token);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Old_activities_are_deleted_in_batches_and_metrics_stay()
    {
        var agent = $"worker-{Guid.NewGuid():N}";
        await Store.LogAsync(Old, [.. Enumerable.Range(0, 5).Select(_ => Given.Activity(agent))]);
        await Store.LogAsync(Given.Now, [.. Enumerable.Range(0, 3).Select(_ => Given.Activity(agent))]);

        (await CountsAsync(most => Retention.DeleteAsync(RetainedTable.Activities, Cut, most, Token))).ShouldBe([2, 2, 1]);

        var recap = await Store.Activities.RecapAsync(agent, 50, Token);
        recap.History.Count.ShouldBe(3);
        recap.Metrics.Succeeded.ShouldBe(8);
    }

    [Fact]
    public async Task Inbox_forgets_only_messages_past_their_retention()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToList();
        (await ClaimAsync(ids)).Count.ShouldBe(5);

        (await Retention.DeleteAsync(RetainedTable.Inbox, Old.AddYears(-10), 10, Token)).ShouldBe(0);
        (await ClaimAsync(ids)).ShouldBeEmpty();
        (await CountsAsync(most => Retention.DeleteAsync(RetainedTable.Inbox, Ever, most, Token))).ShouldBe([2, 2, 1]);
        (await ClaimAsync(ids)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Undelivered_feed_entries_are_not_deleted()
    {
        var last = await Store.AppendAsync("agent", 5, Old);
        (await DeliverAsync(3)).ShouldBe(3);

        (await CountsAsync(most => Retention.DeleteAsync(RetainedTable.Feed, Cut, most, Token))).ShouldBe([2, 1]);

        (await Store.Feed.ReadAsync(0, 10, Token)).Select(entry => entry.Revision).ShouldBe([last - 1, last]);
    }

    [Fact]
    public async Task Retained_feed_has_no_gaps_with_any_clocks()
    {
        await Store.AppendAsync("agent", 3, Old);
        await Store.AppendAsync("agent", 1, Given.Now);
        var last = await Store.AppendAsync("agent", 2, Old);
        await DeliverAsync(int.MaxValue);

        (await CountsAsync(most => Retention.DeleteAsync(RetainedTable.Feed, Cut, most, Token))).ShouldBe([2, 1]);

        (await Store.Feed.ReadAsync(0, 10, Token)).Select(entry => entry.Revision).ShouldBe([last - 2, last - 1, last]);
        (await Store.Feed.HeadAsync(Token)).ShouldBe(last);
    }

    [Fact]
    public async Task Concurrent_deletion_and_writes_are_safe()
    {
        var agent = $"busy-{Guid.NewGuid():N}";
        await Store.LogAsync(Old, [.. Enumerable.Range(0, 100).Select(_ => Given.Activity(agent))]);
        await DeliverAsync(int.MaxValue);

        var deleting = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                var deleted = 0L;
                for (var i = 0; i < 60; i++)
                {
                    deleted += await Retention.DeleteAsync(RetainedTable.Activities, Cut, 3, Token);
                    await Retention.DeleteAsync(RetainedTable.Feed, Cut, 3, Token);
                }

                return deleted;
            },
            Token)).ToList();
        for (var i = 0; i < 20; i++)
        {
            await Store.LogAsync(Given.Now, Given.Activity(agent));
        }

        (await Task.WhenAll(deleting)).Sum().ShouldBe(100);
        (await Store.Activities.RecapAsync(agent, 500, Token)).History.Count.ShouldBe(20);
    }

    /// <summary>Two at a time until a portion is not full.</summary>
    private static async Task<IReadOnlyList<long>> CountsAsync(Func<int, Task<long>> delete)
    {
        var counts = new List<long>();
        do
        {
            counts.Add(await delete(2));
        }
        while (counts[^1] == 2);
        return counts;
    }

    private async Task<IReadOnlySet<Guid>> ClaimAsync(IReadOnlyCollection<Guid> ids)
    {
        IReadOnlySet<Guid>? claimed = null;
        await Store.CommitAsync(async transaction => claimed = await transaction.Inbox.ClaimAsync("activity", ids, Token));
        return claimed!;
    }

    private async Task<int> DeliverAsync(int most)
    {
        // The first call may only make the cursor.
        var delivered = await Store.Feed.DeliverAsync(Cursor, most, TestTables.DeliveryLimit, TestTables.TakeAll, Token);
        return delivered > 0 ? delivered : await Store.Feed.DeliverAsync(Cursor, most, TestTables.DeliveryLimit, TestTables.TakeAll, Token);
    }
}

public sealed class SqliteRetentionTests(SqliteTables tables) : RetentionSpecification(tables), IClassFixture<SqliteTables>;

public sealed class PostgresRetentionTests(PostgresTables tables) : RetentionSpecification(tables), IClassFixture<PostgresTables>;
