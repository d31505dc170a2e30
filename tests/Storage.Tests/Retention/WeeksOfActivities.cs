using AgentRegistry.Contracts;
using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Retention;
using Npgsql;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Retention;

/// <summary>PostgreSQL keeps activities by the week.</summary>
public sealed class WeeksOfActivities(PostgresTables tables) : IClassFixture<PostgresTables>
{
    // A Monday's midnight and the last moment before it.
    private static readonly DateTimeOffset Monday = new(2031, 3, 3, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Sunday = Monday.AddMicroseconds(-1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Activities_are_dropped_with_the_week_they_were_recorded_in()
    {
        var agent = $"weekly-{Guid.NewGuid():N}";
        await tables.Store.Retention.MakeRoomAsync(Sunday, Token);
        await tables.Store.LogAsync(Sunday, Given.Activity(agent));
        await tables.Store.LogAsync(Monday, Given.Activity(agent), Given.Activity(agent));
        (await CountAsync("activity_20310224", agent)).ShouldBe(1);
        (await CountAsync("activity_20310303", agent)).ShouldBe(2);

        await tables.Store.Retention.DeleteAsync(RetainedTable.Activities, Sunday, 10, Token);
        (await tables.Store.Activities.RecapAsync(agent, 50, Token)).History.Count.ShouldBe(3);

        await tables.Store.Retention.DeleteAsync(RetainedTable.Activities, Monday, 10, Token);
        (await tables.Store.Activities.RecapAsync(agent, 50, Token)).History.Count.ShouldBe(2);
        (await tables.Database.AskAsync<bool>("select to_regclass('activity.activity_20310224') is null")).ShouldBeTrue();
    }

    [Fact]
    public async Task Early_rows_move_into_their_week_created_by_many_at_once()
    {
        var agent = $"early-{Guid.NewGuid():N}";
        var later = Monday.AddYears(1);
        await tables.Store.LogAsync(later, Given.Activity(agent));
        (await CountAsync("activity_other", agent)).ShouldBe(1);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tables.Store.Retention.MakeRoomAsync(later, Token)));

        (await CountAsync("activity_other", agent)).ShouldBe(0);
        (await tables.Store.Activities.RecapAsync(agent, 50, Token)).History.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Partition_maintenance_neither_waits_for_nor_blocks_a_writer()
    {
        var agent = $"writer-{Guid.NewGuid():N}";
        var week = Monday.AddYears(2);
        await tables.Store.Retention.MakeRoomAsync(week, Token);
        await using (var slow = await tables.Store.BeginAsync(Token))
        {
            var first = await slow.Feed.TakeRevisionsAsync(1, Token);
            await slow.Activities.InsertAsync([new Activity(first, Given.Activity(agent), Defaults.Workspace, week)], Token);
            // A question sends what waits.
            await slow.Inbox.ClaimAsync("retention", [Guid.NewGuid()], Token);
            var fault = await Should.ThrowAsync<PostgresException>(
                () => tables.Store.Retention.DeleteAsync(RetainedTable.Activities, week.AddDays(14), 10, Token));
            fault.SqlState.ShouldBe(PostgresErrorCodes.LockNotAvailable);
            await slow.CommitAsync(Token);
        }

        await tables.Store.Retention.DeleteAsync(RetainedTable.Activities, week.AddDays(14), 10, Token);
        (await tables.Store.Activities.RecapAsync(agent, 50, Token)).History.ShouldBeEmpty();
    }

    private Task<long> CountAsync(string table, string agent) =>
        tables.Database.AskAsync<long>($"select count(*) from activity.{table} where agent_id = '{agent}'");
}
