using AgentRegistry.ActivityWorker.Activities;
using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Presence;
using AgentRegistry.Storage.Recent;
using AgentRegistry.Storage.Sql;
using AgentRegistry.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace AgentRegistry.ActivityWorker.Tests;

/// <summary>Commits overlap; what keeps an agent's activities in order is a lock in the tables, so the tables are real.</summary>
public sealed class ActivityOrderTests : IAsyncLifetime
{
    private PostgresDatabase? _database;
    private NpgsqlDataSource? _source;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgresDatabase Database => _database!;

    private PostgresStore Store => new(_source!, new FeedSignal(TimeProvider.System), TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        _source = PostgresSource.Create(Database.ConnectionString);
        await Store.MigrateAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _source!.DisposeAsync();
        await Database.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commit_waits_for_the_previous_one_of_the_same_agent(bool isKnown)
    {
        await using var writer = Writer();
        if (isKnown)
        {
            await writer.WriteAsync(Activity("shared", 0), Token);
        }

        // The first gets as far as the feed, which is held here: by a connection that may rest in its transaction.
        await using var holder = new NpgsqlConnection(Database.ConnectionString);
        await holder.OpenAsync(Token);
        await using var hold = new NpgsqlCommand("begin; select from feed.head for update", holder);
        await hold.ExecuteNonQueryAsync(Token);
        var first = writer.WriteAsync(Activity("shared", 1), Token);
        await Eventually.HoldsAsync(async () => await WaitingAsync("update feed.head%") == 1);

        var second = writer.WriteAsync(Activity("shared", 2), Token);
        await Eventually.HoldsAsync(async () => await WaitingAsync("%activity.metrics%") == 1);
        (await WaitingAsync("update feed.head%")).ShouldBe(1);

        await holder.DisposeAsync();
        (await first).Revision.ShouldBeLessThan((await second).Revision);
    }

    [Fact]
    public async Task Feed_has_each_agents_activities_in_order_without_gaps()
    {
        const int Count = 12_000;
        await using var writer = Writer();

        // Each thousand brings agents that are new.
        var messages = Enumerable.Range(0, Count).Select(number => Activity($"agent-{(number / 1_000 * 10) + (number % 40)}", number)).ToList();
        var committed = await Task.WhenAll(messages.Select(message => writer.WriteAsync(message, Token)));

        foreach (var agent in messages.Zip(committed).GroupBy(pair => pair.First.AgentId))
        {
            agent.Select(pair => pair.Second.Revision).ShouldBeInOrder(SortDirection.Ascending, agent.Key);
        }

        committed.Select(one => one.Revision).Order().ShouldBe(Enumerable.Range(1, Count).Select(revision => (long)revision));
    }

    private ActivityWriter Writer() => new(
        Store, new NoRecentActivities(), new InProcessPresence(), TimeProvider.System, NullLogger<ActivityWriter>.Instance);

    private Task<long> WaitingAsync(string statement) => Database.AskAsync<long>(
        $"select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '{statement}'");

    private static ActivityLogged Activity(string agent, int number) => new()
    {
        ActivityId = Guid.CreateVersion7(),
        OccurredAt = Embedded.Noon.AddSeconds(number),
        AgentId = agent,
        TaskId = $"task-{number}",
        Status = ActivityStatus.Success,
        DurationMs = number,
    };
}
