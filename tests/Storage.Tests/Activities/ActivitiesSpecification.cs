using System.Collections.Concurrent;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Activities;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Activities;

/// <summary>What the tables of activities do, whichever side they are on.</summary>
public abstract class ActivitiesSpecification(TestTables tables)
{
    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Agent_without_activities_has_empty_history_and_metrics()
    {
        var recap = await RecapAsync(Given.NewId());

        recap.History.ShouldBeEmpty();
        recap.Metrics.ShouldBe(new AgentMetrics());
    }

    [Fact]
    public async Task Sums_of_several_agents_omit_those_without_activities()
    {
        var (one, other, idle) = (Given.NewId(), Given.NewId(), Given.NewId());
        await Store.LogAsync(
            Given.Now,
            Given.Activity(one, ActivityStatus.Success) with { DurationMs = 30 },
            Given.Activity(one, ActivityStatus.Failed) with { DurationMs = 10 },
            Given.Activity(other, ActivityStatus.Running));

        var sums = await Store.Activities.SumsAsync([one, other, idle], Token);

        sums.Keys.ShouldBe([one, other], ignoreOrder: true);
        (sums[one].Succeeded, sums[one].Failed, sums[one].SuccessRate, sums[one].AvgDurationMs).ShouldBe((1, 1, 0.5, 20));
        (sums[other].Started, sums[other].SuccessRate).ShouldBe((1, (double?)null));
        (await Store.Activities.SumsAsync([], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_field_of_an_activity_comes_back()
    {
        var message = new ActivityLogged
        {
            ActivityId = Guid.NewGuid(),
            OccurredAt = Given.Now.AddMicroseconds(7).ToOffset(TimeSpan.FromHours(8)),
            AgentId = Given.NewId(),
            TaskId = "task 1",
            Status = ActivityStatus.Timeout,
            Output = "line 1\nline 2 测试 🤖",
            Error = "'; drop table activity; --",
            DurationMs = 315_360_000_000,
            ProjectId = "apollo",
            ProjectName = "Apollo",
            Description = "Review",
        };
        var bare = Given.Activity(message.AgentId, ActivityStatus.Running, at: Given.Now.AddDays(-1));
        await Store.LogAsync(Given.Now.AddMicroseconds(9), message, bare);

        (await RecapAsync(message.AgentId)).History.ShouldBe(
        [
            new Activity(0, message, "default", Given.Now.AddMicroseconds(9)).ToHistoryItem(),
            new Activity(0, bare, "default", Given.Now.AddMicroseconds(9)).ToHistoryItem(),
        ]);
    }

    [Fact]
    public async Task Output_of_one_mebibyte_is_read_unchanged()
    {
        var message = Given.Activity(Given.NewId()) with { Output = string.Concat(Enumerable.Repeat("测", 1 << 18)), Error = new string('x', 1 << 20) };
        await Store.LogAsync(Given.Now, message);

        var item = (await RecapAsync(message.AgentId)).History.ShouldHaveSingleItem();
        (item.Output == message.Output, item.Error == message.Error).ShouldBe((true, true));
    }

    [Fact]
    public async Task History_is_ordered_by_time_then_arrival_up_to_the_limit()
    {
        var id = Given.NewId();
        var hours = new[] { 3, 1, 2, 2, 5, 4 };
        var messages = hours.Select((hour, i) => Given.Activity(id, at: Given.Now.AddHours(hour)) with { TaskId = $"{i}" }).ToArray();
        await Store.LogAsync(Given.Now, messages[..3]);
        await Store.LogAsync(Given.Now, messages[3..]);

        (await RecapAsync(id)).History.Select(item => item.TaskId).ShouldBe(["4", "5", "0", "3", "2", "1"]);
        (await RecapAsync(id, limit: 2)).History.Select(item => item.TaskId).ShouldBe(["4", "5"]);
    }

    [Fact]
    public Task Metrics_sum_all_activities_with_percentiles_within_five_percent() => Property.ForAllAsync(15, async random =>
    {
        var ids = Enumerable.Range(0, 3).Select(_ => Given.NewId()).ToArray();
        var messages = Enumerable.Range(0, random.Next(1, 120)).Select(_ => Given.Activity(
            random.GetItems(ids, 1)[0],
            Given.AnyOf<ActivityStatus>(random),
            random.Next(4) == 0 ? null : AnyDuration(random))).ToList();
        foreach (var batch in messages.Chunk(random.Next(1, 50)))
        {
            await Store.LogAsync(Given.Now, batch);
        }

        foreach (var id in ids)
        {
            ShouldAddUp((await RecapAsync(id)).Metrics, [.. messages.Where(message => message.AgentId == id)]);
        }
    });

    [Fact]
    public async Task Concurrent_updates_of_metrics_lose_nothing()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => Given.NewId()).ToArray();
        var added = new ConcurrentBag<ActivityLogged>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var round = 0; round < 4; round++)
            {
                // The tallies come by agent id; the feed is not touched, so that only the metrics' own locks order the writers.
                var batch = ids.Select(id => Given.Activity(id, durationMs: AnyDuration(random))).ToArray();
                random.Shuffle(batch);
                await Store.CommitAsync(transaction => transaction.Activities.AddToMetricsAsync(ActivityTally.Of(batch), Token));
                Array.ForEach(batch, added.Add);
            }
        }, Token)));

        foreach (var id in ids)
        {
            var ofAgent = added.Where(message => message.AgentId == id).ToList();
            ofAgent.Count.ShouldBe(32);
            ShouldAddUp((await RecapAsync(id)).Metrics, ofAgent);
        }
    }

    [Fact]
    public async Task Adding_returns_the_time_of_the_previous_activity()
    {
        var (known, unknown) = (Given.NewId(), Given.NewId());
        await Store.LogAsync(Given.Now, Given.Activity(known, at: Given.Now.AddMicroseconds(7)), Given.Activity(known, at: Given.Now.AddDays(-1)));

        IReadOnlyDictionary<string, DateTimeOffset>? before = null;
        await Store.CommitAsync(async transaction =>
            before = await transaction.Activities.AddToMetricsAsync(ActivityTally.Of([Given.Activity(known, at: Given.Now.AddDays(1)), Given.Activity(unknown)]), Token));

        before!.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create(known, Given.Now.AddMicroseconds(7)));
    }

    [Fact]
    public async Task Rolled_back_batch_adds_nothing()
    {
        var id = Given.NewId();
        await using (var transaction = await Store.BeginAsync(Token))
        {
            await transaction.Activities.AddToMetricsAsync(ActivityTally.Of([Given.Activity(id, durationMs: 1)]), Token);
            await transaction.Activities.InsertAsync([new Activity(1_000_000, Given.Activity(id), "default", Given.Now)], Token);
        }

        var recap = await RecapAsync(id);
        recap.History.ShouldBeEmpty();
        recap.Metrics.ShouldBe(new AgentMetrics());
    }

    [Fact]
    public async Task Counts_give_the_total_and_the_last_minute()
    {
        // Later than what any other test of this class records.
        var now = Given.Now.AddYears(1);
        var before = await Store.Activities.CountAsync(now, Token);

        await Store.LogAsync(now.AddMinutes(-1), Given.Activity(Given.NewId()));
        await Store.LogAsync(now.AddSeconds(-59), Given.Activity(Given.NewId()), Given.Activity(Given.NewId(), ActivityStatus.Running));
        await Store.AppendAsync(Given.NewId(), count: 4, recordedAt: now.AddSeconds(-1));
        await Store.AppendAsync(Given.NewId(), count: 8, recordedAt: now.AddSeconds(-61));

        (before.LastMinute, before.AgentChangesLastMinute).ShouldBe((0, 0));
        (await Store.Activities.CountAsync(now, Token)).ShouldBe(new ActivityCounts(before.Total + 3, 2, 4));
    }

    private static void ShouldAddUp(AgentMetrics metrics, IReadOnlyList<ActivityLogged> messages)
    {
        var durations = messages.Select(message => message.DurationMs).OfType<long>().Order().ToList();
        var (succeeded, ended) = (Count(ActivityStatus.Success), messages.Count - Count(ActivityStatus.Running));

        (metrics.Started, metrics.Succeeded, metrics.Failed, metrics.TimedOut).ShouldBe(
            (Count(ActivityStatus.Running), succeeded, Count(ActivityStatus.Failed), Count(ActivityStatus.Timeout)));
        ShouldBeNear(metrics.SuccessRate, ended == 0 ? null : (double)succeeded / ended, 0.0001);
        ShouldBeNear(metrics.AvgDurationMs, durations.Count == 0 ? null : durations.Average(), 0.1);
        ShouldBePercentile(metrics.P50DurationMs, 50);
        ShouldBePercentile(metrics.P95DurationMs, 95);
        ShouldBePercentile(metrics.P99DurationMs, 99);

        int Count(ActivityStatus status) => messages.Count(message => message.Status == status);

        void ShouldBePercentile(double? value, int percent)
        {
            double? exact = durations.Count == 0 ? null : durations[((durations.Count * percent) + 99) / 100 - 1];
            ShouldBeNear(value, exact, (exact.GetValueOrDefault() * 0.05) + 0.05);
        }

        static void ShouldBeNear(double? actual, double? expected, double tolerance)
        {
            (actual is null).ShouldBe(expected is null);
            if (actual is { } number)
            {
                number.ShouldBe(expected!.Value, tolerance);
            }
        }
    }

    /// <summary>From 0 ms to ten years, as likely short as long.</summary>
    private static long AnyDuration(Random random) => random.Next(10) == 0 ? random.Next(3) : (long)Math.Pow(10, random.NextDouble() * 11.49);

    [Theory]
    [InlineData(1 << 20, 4)]
    [InlineData(5 << 20, 1)]
    public async Task History_of_long_texts_has_fewer_entries_and_the_newest(int length, int count)
    {
        var id = Given.NewId();
        await Store.LogAsync(Given.Now, [.. Enumerable.Range(0, 6).Select(i => Given.Activity(id, ActivityStatus.Failed) with
        {
            TaskId = $"{i}",
            OccurredAt = Given.Now.AddSeconds(i),
            Output = new string('o', length / 2),
            Error = new string('e', length / 2),
        })]);

        (await RecapAsync(id)).History.Select(item => item.TaskId).ShouldBe(Enumerable.Range(0, count).Select(i => $"{5 - i}"));
    }

    private Task<ActivitySummary> RecapAsync(string agentId, int limit = 500) => Store.Activities.RecapAsync(agentId, limit, Token);
}

public sealed class SqliteActivities(SqliteTables tables) : ActivitiesSpecification(tables), IClassFixture<SqliteTables>;

public sealed class PostgresActivities(PostgresTables tables) : ActivitiesSpecification(tables), IClassFixture<PostgresTables>;
