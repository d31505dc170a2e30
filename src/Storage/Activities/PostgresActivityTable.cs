using AgentRegistry.Contracts;
using AgentRegistry.Storage.Postgres;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Activities;

internal sealed class PostgresActivityTable(PostgresWork work) : IActivityTable
{
    public async Task AddToMetricsAsync(IReadOnlyList<ActivityTally> tallies, CancellationToken cancellationToken)
    {
        var durations = await LockAsync(tallies, cancellationToken);
        await work.Statement("Activities/Postgres/add_metrics.sql")
            .Texts(tallies, tally => tally.AgentId)
            .Longs(tallies, tally => tally.Started)
            .Longs(tallies, tally => tally.Succeeded)
            .Longs(tallies, tally => tally.Failed)
            .Longs(tallies, tally => tally.TimedOut)
            .Longs(tallies, tally => tally.DurationSum)
            .Longs(tallies, tally => tally.DurationCount)
            .Times(tallies, tally => tally.LastActiveAt)
            .Column(tallies, NpgsqlDbType.Bytea, tally => PackedDurations.Add(durations[tally.AgentId], tally.Buckets))
            .RunLaterAsync();
    }

    public async Task InsertAsync(IReadOnlyList<Activity> activities, CancellationToken cancellationToken) =>
        await work.Statement("Activities/Postgres/insert.sql")
            .Longs(activities, activity => activity.Revision)
            .Column(activities, NpgsqlDbType.Uuid, activity => activity.Message.ActivityId)
            .Texts(activities, activity => activity.Message.AgentId)
            .Texts(activities, activity => activity.Workspace)
            .Texts(activities, activity => activity.Message.TaskId)
            .Texts(activities, activity => WireWords<ActivityStatus>.Of(activity.Message.Status.GetValueOrDefault()))
            .Texts(activities, activity => activity.Message.Output)
            .Texts(activities, activity => activity.Message.Error)
            .Column(activities, NpgsqlDbType.Bigint, activity => activity.Message.DurationMs)
            .Texts(activities, activity => activity.Message.ProjectId)
            .Texts(activities, activity => activity.Message.ProjectName)
            .Texts(activities, activity => activity.Message.Description)
            .Times(activities, activity => activity.Message.OccurredAt)
            .Times(activities, activity => activity.RecordedAt)
            .RunLaterAsync();

    /// <summary>The durations that each agent has counted, and nobody else adds to them before this transaction ends.</summary>
    private async Task<Dictionary<string, byte[]>> LockAsync(IReadOnlyList<ActivityTally> tallies, CancellationToken cancellationToken)
    {
        var durations = await LockAsync([.. tallies.Select(tally => tally.AgentId)], cancellationToken);
        List<string> missing = [.. tallies.Select(tally => tally.AgentId).Where(id => !durations.ContainsKey(id))];
        if (missing.Count > 0)
        {
            // What is not there cannot be locked.
            await work.Statement("Activities/Postgres/begin_metrics.sql").Texts(missing, id => id).RunLaterAsync();
            foreach (var (id, begun) in await LockAsync(missing, cancellationToken))
            {
                durations.Add(id, begun);
            }
        }

        return durations;
    }

    private async Task<Dictionary<string, byte[]>> LockAsync(IReadOnlyCollection<string> agentIds, CancellationToken cancellationToken)
    {
        var rows = await work.Statement("Activities/Postgres/lock_metrics.sql")
            .Texts(agentIds, id => id)
            .ReadAsync(row => (Id: row.GetString(0), Durations: row.GetFieldValue<byte[]>(1)), cancellationToken);
        return rows.ToDictionary(row => row.Id, row => row.Durations, StringComparer.Ordinal);
    }
}
