using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Redis;
using StackExchange.Redis;

namespace AgentRegistry.Storage.Recent;

/// <summary>One list for each agent, newest first, all of it gone 24 hours after the last activity.</summary>
public sealed class RedisRecentActivities(RedisConnection redis) : IRecentActivities
{
    public async Task AddAsync(IReadOnlyList<ActivityRecorded> activities, CancellationToken cancellationToken)
    {
        await redis.CallAsync(
            async database =>
            {
                // One batch, sent at once: a wait for each agent would cost a round trip for each.
                var batch = database.CreateBatch();
                var sent = activities.GroupBy(activity => activity.AgentId, StringComparer.Ordinal).SelectMany(agent => new Task[]
                {
                    batch.ListLeftPushAsync(
                        Key(agent.Key),
                        [.. agent.TakeLast(IRecentActivities.Kept).Select(activity => (RedisValue)JsonSerializer.SerializeToUtf8Bytes(activity, WireJson.Options))]),
                    batch.ListTrimAsync(Key(agent.Key), 0, IRecentActivities.Kept - 1),
                    batch.KeyExpireAsync(Key(agent.Key), IRecentActivities.KeptFor),
                }).ToList();
                batch.Execute();
                await Task.WhenAll(sent);
                return sent.Count;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<ActivityRecorded>> ReadAsync(string agentId, int limit, CancellationToken cancellationToken)
    {
        var values = await redis.CallAsync(database => database.ListRangeAsync(Key(agentId), 0, limit - 1), cancellationToken);
        return [.. values.Select(value => JsonSerializer.Deserialize<ActivityRecorded>((byte[])value!, WireJson.Options)!)];
    }

    private static RedisKey Key(string agentId) => $"agent-registry:recent:{{{agentId}}}";
}
