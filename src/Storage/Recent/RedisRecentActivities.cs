using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Redis;
using AgentRegistry.Storage.Sql;
using StackExchange.Redis;

namespace AgentRegistry.Storage.Recent;

/// <summary>One list for each agent, newest first, all of it gone 24 hours after the last activity.</summary>
public sealed class RedisRecentActivities(RedisConnection redis) : IRecentActivities
{
    private static readonly string AddScript = EmbeddedText.Read("Recent/add.lua");

    public async Task AddAsync(IReadOnlyList<FeedEntry> activities, CancellationToken cancellationToken)
    {
        if (activities.Count > 0)
        {
            // One script and not three commands for each: those cost more than the rest of an activity.
            await redis.RunAsync(
                AddScript,
                [.. activities.Select(activity => Key(activity.AgentId))],
                [(int)IRecentActivities.KeptFor.TotalSeconds, IRecentActivities.Kept, .. activities.Select(activity => (RedisValue)activity.Body)],
                cancellationToken);
        }
    }

    public async Task<IReadOnlyList<ActivityRecorded>> ReadAsync(string agentId, int limit, CancellationToken cancellationToken)
    {
        var values = await redis.CallAsync(database => database.ListRangeAsync(Key(agentId), 0, Math.Min(limit, IRecentActivities.Kept) - 1), cancellationToken);
        return [.. values.Select(value => JsonSerializer.Deserialize<ActivityRecorded>((byte[])value!, WireJson.Options)!)];
    }

    // One hash tag: the script touches the lists of many agents at once, and a Redis Cluster allows that within one slot only.
    private static RedisKey Key(string agentId) => "{agent-registry}:recent:" + agentId;
}
