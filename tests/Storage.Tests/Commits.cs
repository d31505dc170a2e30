using AgentRegistry.Contracts;
using AgentRegistry.Storage.Activities;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.Storage.Tests;

/// <summary>Whole commits in one call.</summary>
internal static class Commits
{
    /// <summary>Saves records as they are.</summary>
    public static Task SaveAsync(this IRegistryStore store, params AgentRecord[] records) => store.CommitAsync(async transaction =>
    {
        await transaction.Agents.LockRecordsAsync([.. records.Select(record => record.State.Id)], CancellationToken.None);
        await transaction.Agents.SaveRecordsAsync(records, CancellationToken.None);
    });

    /// <summary>Logs activities as the worker does, without the inbox.</summary>
    public static Task LogAsync(this IRegistryStore store, DateTimeOffset recordedAt, params ActivityLogged[] messages) => store.CommitAsync(async transaction =>
    {
        await transaction.Activities.AddToMetricsAsync(ActivityTally.Of(messages), CancellationToken.None);
        var first = await transaction.Feed.TakeRevisionsAsync(messages.Length, CancellationToken.None);
        await transaction.Activities.InsertAsync(
            [.. messages.Select((message, i) => new Activity(first + i, message, "default", recordedAt))], CancellationToken.None);
        await transaction.Feed.AppendAsync(
            [.. messages.Select((message, i) => Given.Entry(message.AgentId, first + i, FeedKind.ActivityRecorded, recordedAt))], CancellationToken.None);
    });

    /// <summary>Appends entries for an agent and gives the last revision.</summary>
    public static async Task<long> AppendAsync(this IRegistryStore store, string agentId, int count = 1, DateTimeOffset? recordedAt = null)
    {
        var first = 0L;
        await store.CommitAsync(async transaction =>
        {
            first = await transaction.Feed.TakeRevisionsAsync(count, CancellationToken.None);
            await transaction.Feed.AppendAsync(
                [.. Enumerable.Range(0, count).Select(i => Given.Entry(agentId, first + i, recordedAt: recordedAt))], CancellationToken.None);
        });
        return first + count - 1;
    }

    public static async Task CommitAsync(this IRegistryStore store, Func<IRegistryTransaction, Task> work)
    {
        await using var transaction = await store.BeginAsync(CancellationToken.None);
        await work(transaction);
        await transaction.CommitAsync(CancellationToken.None);
    }

    public static async Task<IReadOnlyDictionary<string, AgentState>> StatesAsync(this IRegistryStore store, params string[] ids)
    {
        await using var transaction = await store.BeginAsync(CancellationToken.None);
        return await transaction.Agents.ReadStatesAsync(ids, CancellationToken.None);
    }

    public static async Task<IReadOnlyDictionary<string, AgentRecord>> RecordsAsync(this IRegistryStore store, params string[] ids)
    {
        await using var transaction = await store.BeginAsync(CancellationToken.None);
        return await transaction.Agents.LockRecordsAsync(ids, CancellationToken.None);
    }
}
