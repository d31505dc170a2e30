using AgentRegistry.Contracts;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Recent;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Recent;

[Collection(OnRedis.Name)]
public sealed class RecentActivities(RedisServer redis)
{
    private readonly RedisRecentActivities _recent = new(redis.Connection);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recent_activities_are_per_agent_newest_first()
    {
        var (one, other) = (Given.NewId(), Given.NewId());
        await AddAsync([Activity(one, 1), Activity(other, 2), Activity(one, 3)], Token);
        await AddAsync([Activity(one, 4)], Token);

        (await RevisionsAsync(one)).ShouldBe([4, 3, 1]);
        (await RevisionsAsync(other)).ShouldBe([2]);
        (await _recent.ReadAsync(one, 2, Token)).Select(activity => activity.Revision).ShouldBe([4, 3]);
        (await RevisionsAsync(Given.NewId())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Activity_is_read_unchanged()
    {
        var activity = Activity(Given.NewId(), 7) with { Output = "测试 🤖", Error = "no", DurationMs = 3, ProjectId = "p", ProjectName = "P", Description = "d" };
        await AddAsync([activity], Token);

        (await _recent.ReadAsync(activity.AgentId, 1, Token)).ShouldBe([activity]);
    }

    [Fact]
    public async Task Only_the_last_fifty_activities_are_kept()
    {
        var id = Given.NewId();
        await AddAsync([.. Enumerable.Range(1, 30).Select(i => Activity(id, i))], Token);
        await AddAsync([.. Enumerable.Range(31, 70).Select(i => Activity(id, i))], Token);

        (await _recent.ReadAsync(id, 1_000, Token)).Select(activity => activity.Revision).ShouldBe(Enumerable.Range(51, 50).Select(i => (long)i).Reverse());
    }

    [Fact]
    public async Task Recent_activities_expire_a_day_after_the_last()
    {
        var id = Given.NewId();
        await AddAsync([Activity(id, 1)], Token);
        var key = "{agent-registry}:recent:" + id;
        await redis.Database.KeyExpireAsync(key, TimeSpan.FromHours(1));

        await AddAsync([Activity(id, 2)], Token);

        (await redis.Database.KeyTimeToLiveAsync(key))!.Value.ShouldBeInRange(TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task Empty_batch_is_allowed() => await Should.NotThrowAsync(() => AddAsync([], Token));

    private static ActivityRecorded Activity(string agentId, long revision) =>
        new() { EventId = Guid.NewGuid(), AgentId = agentId, TaskId = "task", Revision = revision, Timestamp = Given.Now };

    private Task AddAsync(IReadOnlyList<ActivityRecorded> activities, CancellationToken cancellationToken) =>
        _recent.AddAsync([.. activities.Select(activity => FeedEntry.Of(activity, Given.Now))], cancellationToken);

    private async Task<IEnumerable<long>> RevisionsAsync(string id) => (await _recent.ReadAsync(id, 10, Token)).Select(activity => activity.Revision);
}
