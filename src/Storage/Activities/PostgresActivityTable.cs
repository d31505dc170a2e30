using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Activities;

internal sealed class PostgresActivityTable(PostgresBatch work) : IActivityTable
{
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> AddToMetricsAsync(
        IReadOnlyList<ActivityTally> tallies, CancellationToken cancellationToken)
    {
        var metrics = await LockAsync(tallies, cancellationToken);
        await work.Statement("Activities/Postgres/add_metrics.sql")
            .Texts(tallies, tally => tally.AgentId)
            .Longs(tallies, tally => tally.Started)
            .Longs(tallies, tally => tally.Succeeded)
            .Longs(tallies, tally => tally.Failed)
            .Longs(tallies, tally => tally.TimedOut)
            .Longs(tallies, tally => tally.DurationSum)
            .Longs(tallies, tally => tally.DurationCount)
            .Times(tallies, tally => tally.LastActiveAt)
            .Column(tallies, NpgsqlDbType.Bytea, tally => PackedDurations.Add(metrics[tally.AgentId].Durations, tally.Buckets))
            .RunLaterAsync();
        return metrics.Values
            .Where(agent => agent.LastActiveAt is not null)
            .ToDictionary(agent => agent.Id, agent => agent.LastActiveAt!.Value, StringComparer.Ordinal);
    }

    public Task InsertAsync(IReadOnlyList<Activity> activities, CancellationToken cancellationToken) => ActivityColumns.All.InsertLaterAsync(work, activities);

    /// <summary>What is added to. Nobody else adds to it before this transaction ends.</summary>
    private async Task<Dictionary<string, Locked>> LockAsync(IReadOnlyList<ActivityTally> tallies, CancellationToken cancellationToken)
    {
        var locked = await LockAsync([.. tallies.Select(tally => tally.AgentId)], cancellationToken);
        List<string> missing = [.. tallies.Select(tally => tally.AgentId).Where(id => !locked.ContainsKey(id))];
        if (missing.Count > 0)
        {
            // What is not there cannot be locked.
            await work.Statement("Activities/Postgres/begin_metrics.sql").Texts(missing, id => id).RunLaterAsync();
            foreach (var (id, begun) in await LockAsync(missing, cancellationToken))
            {
                locked.Add(id, begun);
            }
        }

        return locked;
    }

    private async Task<Dictionary<string, Locked>> LockAsync(IReadOnlyCollection<string> agentIds, CancellationToken cancellationToken)
    {
        var rows = await work.Statement("Activities/Postgres/lock_metrics.sql")
            .Texts(agentIds, id => id)
            .ReadAsync(row => new Locked(row.GetString(0), row.Time(1), row.GetFieldValue<byte[]>(2)), cancellationToken);
        return rows.ToDictionary(row => row.Id, StringComparer.Ordinal);
    }

    private sealed record Locked(string Id, DateTimeOffset? LastActiveAt, byte[] Durations);
}
