using System.Threading.Channels;
using AgentRegistry.Hosting.Batching;
using AgentRegistry.Testing;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Hosting.Tests.Batching;

public class BatchProcessorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Single_item_is_committed_without_waiting()
    {
        var store = new Store();
        await using var writer = store.Writer();

        (await writer.WriteAsync(21, Token)).ShouldBe(42);

        store.Commits.ShouldHaveSingleItem().ShouldBe([21]);
    }

    [Fact]
    public async Task Items_that_arrive_during_a_commit_form_the_next_up_to_the_maximum_batch_size()
    {
        var store = new Store();
        await using var writer = store.Writer(new() { Writers = 1, MaxItems = 6 });
        var first = await store.HoldAsync(writer);
        var others = Enumerable.Range(1, 10).Select(i => writer.WriteAsync(i, Token)).ToList();

        store.Release();

        (await Task.WhenAll(others)).ShouldBe(Enumerable.Range(1, 10).Select(i => i * 2));
        (await first).ShouldBe(0);
        store.Commits.Select(commit => commit.Count).ShouldBe([1, 6, 4]);
        store.Commits.SelectMany(commit => commit).ShouldBe(Enumerable.Range(0, 11));
    }

    [Fact]
    public async Task Batch_stops_growing_at_its_maximum_bytes()
    {
        var store = new Store();
        await using var writer = store.Writer(new() { Writers = 1, MaxSize = 10 }, item => item);
        var first = await store.HoldAsync(writer);
        var others = new[] { 4, 5, 6, 50, 1, 2 }.Select(i => writer.WriteAsync(i, Token)).ToList();

        store.Release();

        await Task.WhenAll(others);
        store.Commits.ShouldBe([[0], [4, 5, 6], [50], [1, 2]]);
    }

    [Fact]
    public async Task Stack_trace_of_a_failed_batch_does_not_grow_with_its_callers()
    {
        var store = new Store { IsUnavailable = true };
        await using var writer = store.Writer(new() { Writers = 1 });
        var first = await store.HoldAsync(writer);
        var lengths = Enumerable.Range(1, 200).Select(LengthOfFailureAsync).ToList();

        store.Release();

        var known = await Task.WhenAll(lengths);
        known[^1].ShouldBeLessThan(known[0] * 2);
        (await first).ShouldBe(0);

        async Task<int> LengthOfFailureAsync(int item)
        {
            try
            {
                await writer.WriteAsync(item, Token);
                return 0;
            }
            catch (Exception exception)
            {
                return exception.StackTrace!.Length;
            }
        }
    }

    [Fact]
    public async Task Commit_waits_for_the_interval_when_items_arrived_during_the_previous_one()
    {
        var store = new Store();
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var writer = store.Writer(new() { Writers = 1, Interval = TimeSpan.FromSeconds(1), Time = time });
        var first = await store.HoldAsync(writer);
        var second = writer.WriteAsync(1, Token);
        store.Release();
        await first;
        var third = writer.WriteAsync(2, Token);
        second.IsCompleted.ShouldBeFalse();

        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return second.IsCompleted && third.IsCompleted;
        });

        store.Commits.ShouldBe([[0], [1, 2]]);
    }

    [Fact]
    public async Task Single_item_does_not_wait_for_the_interval()
    {
        var store = new Store();
        await using var writer = store.Writer(new() { Writers = 1, Interval = TimeSpan.FromHours(1) });

        for (var i = 0; i < 10; i++)
        {
            await writer.WriteAsync(i, Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        }
    }

    [Fact]
    public async Task Item_that_arrives_after_a_commit_does_not_wait_for_the_interval()
    {
        var store = new Store { IsBad = item => item == 0 };
        await using var writer = store.Writer(new() { Writers = 1, Interval = TimeSpan.FromHours(1) });
        var first = await store.HoldAsync(writer);
        var next = first.ContinueWith(
            _ => writer.WriteAsync(1, Token), Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Unwrap();

        store.Release();

        (await next.WaitAsync(TimeSpan.FromSeconds(30), Token)).ShouldBe(2);
    }

    [Fact]
    public async Task Concurrent_commits_are_limited_to_the_number_of_writers()
    {
        var store = new Store();
        await using var writer = store.Writer(new() { Writers = 3, MaxItems = 2 });

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => writer.WriteAsync(i, Token), Token)));

        store.MostAtOnce.ShouldBeInRange(1, 3);
        store.Commits.SelectMany(commit => commit).ShouldBe(Enumerable.Range(0, 200), ignoreOrder: true);
    }

    [Fact]
    public async Task Overlapping_commits_are_two_at_most()
    {
        var commits = Channel.CreateUnbounded<(IReadOnlyList<int> Items, Action NextMayBegin, TaskCompletionSource End)>();
        await using var writer = new BatchProcessor<int, int>(
            async (items, nextMayBegin, _) =>
            {
                var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await commits.Writer.WriteAsync((items, nextMayBegin, end), CancellationToken.None);
                await end.Task;
                return items;
            },
            new() { Writers = 1, MaxItems = 1 });
        var writing = Enumerable.Range(1, 3).Select(i => writer.WriteAsync(i, Token)).ToList();

        var first = await commits.Reader.ReadAsync(Token);
        commits.Reader.TryPeek(out _).ShouldBeFalse();
        first.NextMayBegin();
        var second = await commits.Reader.ReadAsync(Token);
        second.NextMayBegin();
        second.End.SetResult();
        (await writing[1]).ShouldBe(2);
        commits.Reader.TryPeek(out _).ShouldBeFalse();
        first.End.SetResult();
        var third = await commits.Reader.ReadAsync(Token);
        third.End.SetResult();

        first.Items.Concat(second.Items).Concat(third.Items).ShouldBe([1, 2, 3]);
        (await Task.WhenAll(writing)).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Invalid_item_fails_alone_with_its_own_reason()
    {
        var store = new Store { IsBad = item => item == 3 };
        await using var writer = store.Writer(new() { Writers = 1 });
        await store.HoldAsync(writer);
        var writing = Enumerable.Range(1, 5).Select(i => writer.WriteAsync(i, Token)).ToList();
        store.Release();

        (await Should.ThrowAsync<BadItemException>(() => writing[2])).Item.ShouldBe(3);
        (await Task.WhenAll(writing.Where((_, i) => i != 2))).ShouldBe([2, 4, 8, 10]);
    }

    [Fact]
    public void Invalid_items_fail_alone_and_commits_grow_with_their_number_only() =>
        Prop.ForAll(Batch(), batch => HoldsAsync(batch.Size, batch.Bad)).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public async Task All_callers_fail_when_the_store_is_unavailable()
    {
        var store = new Store();
        await using var writer = store.Writer(new() { Writers = 1 });
        var first = await store.HoldAsync(writer);
        var others = Enumerable.Range(1, 50).Select(i => writer.WriteAsync(i, Token)).ToList();
        store.IsUnavailable = true;
        store.Release();

        await first;
        foreach (var other in others)
        {
            await Should.ThrowAsync<TimeoutException>(() => other);
        }

        store.Tries.ShouldBe(2);
        store.IsUnavailable = false;
        (await writer.WriteAsync(1, Token)).ShouldBe(2);
    }

    [Fact]
    public async Task Item_is_committed_even_if_its_caller_cancels()
    {
        var store = new Store();
        await using var writer = store.Writer(new() { Writers = 1 });
        var first = await store.HoldAsync(writer);
        using var impatient = new CancellationTokenSource();
        var (leaving, stays) = (writer.WriteAsync(1, impatient.Token), writer.WriteAsync(2, Token));

        await impatient.CancelAsync();
        store.Release();

        (await Task.WhenAll(first, leaving, stays)).ShouldBe([0, 2, 4]);
        await Should.ThrowAsync<OperationCanceledException>(() => writer.WriteAsync(3, impatient.Token));
        store.Commits.SelectMany(commit => commit).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task Callers_continue_in_arrival_order()
    {
        var store = new Store();
        await using var writer = store.Writer(new() { Writers = 1, MaxItems = 1_000 });
        var first = await store.HoldAsync(writer);
        var order = new List<int>();
        var others = Enumerable.Range(1, 500).Select(async i =>
        {
            await writer.WriteAsync(i, Token).ConfigureAwait(false);
            lock (order)
            {
                order.Add(i);
            }
        }).ToList();

        store.Release();

        await Task.WhenAll([first, .. others]);
        order.ShouldBe(Enumerable.Range(1, 500));
    }

    [Fact]
    public async Task Commit_with_too_few_results_fails_its_batch()
    {
        var store = new Store { Answers = count => count - 1 };
        await using var writer = store.Writer(new() { Writers = 1 });

        await Should.ThrowAsync<InvalidOperationException>(() => writer.WriteAsync(1, Token));
    }

    [Fact]
    public async Task Disposal_commits_waiting_items_and_accepts_no_more()
    {
        var store = new Store();
        var writer = store.Writer(new() { Writers = 1, MaxItems = 3 });
        var first = await store.HoldAsync(writer);
        var others = Enumerable.Range(1, 10).Select(i => writer.WriteAsync(i, Token)).ToList();

        var stopping = writer.DisposeAsync();
        store.Release();
        await stopping;

        (await Task.WhenAll([first, .. others])).ShouldBe(Enumerable.Range(0, 11).Select(i => i * 2));
        await Should.ThrowAsync<OperationCanceledException>(() => writer.WriteAsync(1, Token));
    }

    [Fact]
    public async Task Disposal_is_idempotent()
    {
        var writer = new Store().Writer();
        await writer.DisposeAsync();

        await Should.NotThrowAsync(async () => await writer.DisposeAsync());
    }

    [Fact]
    public async Task Disposal_waits_for_a_commit_only_up_to_its_limit()
    {
        var store = new Store();
        var writer = store.Writer(new() { Writers = 1, DrainLimit = TimeSpan.FromMilliseconds(20) });
        var first = await store.HoldAsync(writer);
        var second = writer.WriteAsync(1, Token);

        await writer.DisposeAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => first);
        await Should.ThrowAsync<OperationCanceledException>(() => second);
    }

    private static async Task HoldsAsync(int size, HashSet<int> bad)
    {
        var store = new Store { IsBad = bad.Contains };
        await using var writer = store.Writer(new() { Writers = 1, MaxItems = 1_000 });
        await store.HoldAsync(writer);
        var writing = Enumerable.Range(1, size).Select(i => writer.WriteAsync(i, CancellationToken.None)).ToList();
        store.Release();

        for (var i = 1; i <= size; i++)
        {
            if (bad.Contains(i))
            {
                (await Should.ThrowAsync<BadItemException>(() => writing[i - 1])).Item.ShouldBe(i);
            }
            else
            {
                (await writing[i - 1]).ShouldBe(i * 2);
            }
        }

        store.Commits.SelectMany(commit => commit).ShouldBe(Enumerable.Range(0, size + 1).Where(i => !bad.Contains(i)));
        var halvings = (int)Math.Ceiling(Math.Log2(size));
        (store.Tries - 1).ShouldBeLessThanOrEqualTo(1 + (2 * bad.Count * halvings));
    }

    private static Arbitrary<(int Size, HashSet<int> Bad)> Batch() => Gen.Choose(1, 300)
        .SelectMany(size => Gen.Choose(1, size).ListOf(Math.Min(size, 6)).SelectMany(most => Gen.Choose(0, most.Count).Select(count => (size, most.Take(count).ToHashSet()))))
        .ToArbitrary();
}
