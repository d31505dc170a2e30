using System.Collections.Concurrent;
using AgentRegistry.Storage.DeadLetters;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Feed;

/// <summary>What the feed does, whichever side it is on.</summary>
public abstract class FeedSpecification(TestTables tables)
{
    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_field_of_an_entry_comes_back()
    {
        var entry = new FeedEntry(0, Guid.NewGuid(), FeedKind.ActivityRecorded, "agent", "acme", Given.Now.AddMicroseconds(1), """{"a":"测试 🤖"}""");
        await Store.CommitAsync(async transaction =>
        {
            entry = entry with { Revision = await transaction.Feed.TakeRevisionsAsync(1, Token) };
            await transaction.Feed.AppendAsync([entry], Token);
        });

        (await Store.Feed.ReadAsync(entry.Revision - 1, 10, Token)).ShouldBe([entry]);
        (await Store.Feed.HeadAsync(Token)).ShouldBe(entry.Revision);
    }

    [Fact]
    public async Task Entries_are_read_in_order_after_a_revision_as_many_as_asked()
    {
        var last = await Store.AppendAsync("agent", count: 10);

        (await Store.Feed.ReadAsync(last - 5, 3, Token)).Select(entry => entry.Revision).ShouldBe([last - 4, last - 3, last - 2]);
        (await Store.Feed.ReadAsync(last, 3, Token)).ShouldBeEmpty();
        (await Store.Feed.ReadAsync(last + 100, 3, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Revisions_of_a_rolled_back_commit_are_reused()
    {
        var last = await Store.AppendAsync("agent");
        await using (var transaction = await Store.BeginAsync(Token))
        {
            await transaction.Feed.TakeRevisionsAsync(5, Token);
        }

        (await Store.Feed.HeadAsync(Token)).ShouldBe(last);
        (await Store.AppendAsync("agent")).ShouldBe(last + 1);
    }

    [Fact]
    public async Task Reader_sees_each_entry_once_with_many_writers_and_rollbacks()
    {
        var start = await Store.Feed.HeadAsync(Token);
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() => TailAsync(start, done.Token), Token);

        var committed = await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(() => WriteAsync(seed), Token)));
        await done.CancelAsync();

        var seen = await reader;
        seen.Select(entry => entry.Revision).ShouldBe(Enumerable.Range(1, seen.Count).Select(i => start + i));
        seen.Select(entry => entry.EventId).ShouldBe(committed.SelectMany(ids => ids), ignoreOrder: true);
        foreach (var ids in committed)
        {
            seen.Select(entry => entry.EventId).Where(ids.ToHashSet().Contains).ShouldBe(ids);
        }
    }

    [Fact]
    public async Task Commit_signals_the_feed_and_a_rollback_does_not()
    {
        var next = tables.Signal.Next;
        await using (var undone = await Store.BeginAsync(Token))
        {
            await undone.Feed.AppendAsync([Given.Entry("agent", await undone.Feed.TakeRevisionsAsync(1, Token))], Token);
        }

        await Store.CommitAsync(_ => Task.CompletedTask);
        next.IsCompleted.ShouldBeFalse();

        await Store.AppendAsync("agent");
        next.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Deliveries_follow_the_cursor_in_order_up_to_the_limit()
    {
        var cursor = await CursorAtHeadAsync();
        var last = await Store.AppendAsync("agent", count: 5);
        var delivered = new List<long>();

        (await DeliverAsync(cursor, 3, delivered)).ShouldBe(3);
        (await DeliverAsync(cursor, 3, delivered)).ShouldBe(2);
        (await DeliverAsync(cursor, 3, delivered)).ShouldBe(0);

        delivered.ShouldBe([last - 4, last - 3, last - 2, last - 1, last]);
    }

    [Fact]
    public async Task A_cursor_stays_where_it_was_when_a_delivery_fails()
    {
        var cursor = await CursorAtHeadAsync();
        var last = await Store.AppendAsync("agent", count: 2);
        var delivered = new List<long>();

        await Should.ThrowAsync<TimeoutException>(() => Store.Feed.DeliverAsync(cursor, 10, TestTables.DeliveryLimit, (_, _) => throw new TimeoutException(), Token));

        (await DeliverAsync(cursor, 10, delivered)).ShouldBe(2);
        delivered.ShouldBe([last - 1, last]);
    }

    [Fact]
    public async Task A_cursor_stays_where_it_was_when_a_delivery_is_cancelled()
    {
        var cursor = await CursorAtHeadAsync();
        var last = await Store.AppendAsync("agent");
        using var stopping = new CancellationTokenSource();
        var delivered = new List<long>();

        await Should.ThrowAsync<OperationCanceledException>(() => Store.Feed.DeliverAsync(
            cursor,
            10,
            TestTables.DeliveryLimit,
            async (_, token) =>
            {
                await stopping.CancelAsync();
                token.ThrowIfCancellationRequested();
                return [];
            },
            stopping.Token));

        (await DeliverAsync(cursor, 10, delivered)).ShouldBe(1);
        delivered.ShouldBe([last]);
    }

    [Fact]
    public async Task Cursors_are_independent()
    {
        var (one, other) = (await CursorAtHeadAsync(), await CursorAtHeadAsync());
        var last = await Store.AppendAsync("agent");
        var delivered = new List<long>();

        await DeliverAsync(one, 10, delivered);
        await DeliverAsync(other, 10, delivered);

        delivered.ShouldBe([last, last]);
    }

    [Fact]
    public async Task Concurrent_deliverers_of_a_cursor_deliver_each_entry_once_in_order()
    {
        var cursor = await CursorAtHeadAsync();
        var start = await Store.Feed.HeadAsync(Token);
        var delivered = new ConcurrentQueue<long>();
        using var done = new CancellationTokenSource();
        var deliverers = Enumerable.Range(0, 4).Select(seed => Task.Run(
            async () =>
            {
                var random = new Random(seed);
                while (!done.IsCancellationRequested)
                {
                    await DeliverOrFailAsync(cursor, random, delivered);
                }
            },
            Token)).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() => WriteAsync(seed), Token)));
        var head = await Store.Feed.HeadAsync(Token);
        await Eventually.HoldsAsync(() => delivered.LastOrDefault() == head);
        await done.CancelAsync();
        await Task.WhenAll(deliverers);

        delivered.ShouldBe(Enumerable.Range(1, (int)(head - start)).Select(i => start + i));
    }

    private async Task DeliverOrFailAsync(string cursor, Random random, ConcurrentQueue<long> delivered)
    {
        try
        {
            var count = await Store.Feed.DeliverAsync(
                cursor,
                random.Next(1, 8),
                TestTables.DeliveryLimit,
                async (entries, _) =>
                {
                    await Task.Yield();
                    if (random.Next(5) == 0)
                    {
                        throw new TimeoutException();
                    }

                    foreach (var entry in entries)
                    {
                        delivered.Enqueue(entry.Revision);
                    }

                    return [];
                },
                Token);
            if (count == 0)
            {
                await Task.Delay(1, Token);
            }
        }
        catch (TimeoutException)
        {
            // What it did not take is delivered again, perhaps by another.
        }
    }

    /// <summary>Commits now and then; gives the events that were committed, in their order.</summary>
    private async Task<List<Guid>> WriteAsync(int seed)
    {
        var random = new Random(seed);
        var committed = new List<Guid>();
        for (var round = 0; round < 30; round++)
        {
            var count = random.Next(1, 4);
            await using var transaction = await Store.BeginAsync(Token);
            var first = await transaction.Feed.TakeRevisionsAsync(count, Token);
            var entries = Enumerable.Range(0, count).Select(i => Given.Entry($"writer-{seed}", first + i)).ToList();
            await transaction.Feed.AppendAsync(entries, Token);
            if (random.Next(3) > 0)
            {
                await transaction.CommitAsync(Token);
                committed.AddRange(entries.Select(entry => entry.EventId));
            }
        }

        return committed;
    }

    /// <summary>Reads what is new, again and again, and once more at the end.</summary>
    private async Task<List<FeedEntry>> TailAsync(long after, CancellationToken done)
    {
        var seen = new List<FeedEntry>();
        var isLast = false;
        while (true)
        {
            var entries = await Store.Feed.ReadAsync(after, 5, Token);
            seen.AddRange(entries);
            after = entries.Count == 0 ? after : entries[^1].Revision;
            if (entries.Count == 0 && isLast)
            {
                return seen;
            }

            isLast = done.IsCancellationRequested;
        }
    }

    private async Task<int> DeliverAsync(string cursor, int limit, List<long> delivered) => await Store.Feed.DeliverAsync(
        cursor,
        limit,
        TestTables.DeliveryLimit,
        (entries, _) =>
        {
            delivered.AddRange(entries.Select(entry => entry.Revision));
            return Task.FromResult<IReadOnlyList<Undeliverable>>([]);
        },
        Token);

    /// <summary>A new cursor that has delivered everything there is. The first call of a side may do no more than make it.</summary>
    private async Task<string> CursorAtHeadAsync()
    {
        var (cursor, delivered) = (Guid.NewGuid().ToString(), new List<long>());
        await DeliverAsync(cursor, 100_000, delivered);
        await DeliverAsync(cursor, 100_000, delivered);
        var head = await Store.Feed.HeadAsync(Token);
        delivered.LastOrDefault().ShouldBe(head);
        return cursor;
    }
}

public sealed class SqliteFeed(SqliteTables tables) : FeedSpecification(tables), IClassFixture<SqliteTables>;

public sealed class PostgresFeed(PostgresTables tables) : FeedSpecification(tables), IClassFixture<PostgresTables>;
