using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Activities;

internal sealed class SqliteActivityTable(SqliteConnection connection) : IActivityTable
{
    public Task<IReadOnlyDictionary<string, DateTimeOffset>> AddToMetricsAsync(
        IReadOnlyList<ActivityTally> tallies, CancellationToken cancellationToken)
    {
        var lastActive = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        using var look = connection.Sql("select last_active_at, durations from metrics where agent_id = $agent_id");
        using var metrics = connection.Statement("Activities/Sqlite/add_metrics.sql");
        foreach (var tally in tallies)
        {
            var known = look.With("$agent_id", tally.AgentId).ReadKept(row => (LastActiveAt: row.Time(0), Durations: row.GetFieldValue<byte[]>(1))).SingleOrDefault();
            if (known.LastActiveAt is { } last)
            {
                lastActive.Add(tally.AgentId, last);
            }

            metrics
                .With("$agent_id", tally.AgentId)
                .With("$started", tally.Started)
                .With("$succeeded", tally.Succeeded)
                .With("$failed", tally.Failed)
                .With("$timed_out", tally.TimedOut)
                .With("$duration_sum", tally.DurationSum)
                .With("$duration_count", tally.DurationCount)
                .With("$last_active_at", tally.LastActiveAt)
                .With("$durations", PackedDurations.Add(known.Durations, tally.Buckets))
                .ExecuteNonQuery();
        }

        return Task.FromResult<IReadOnlyDictionary<string, DateTimeOffset>>(lastActive);
    }

    public Task InsertAsync(IReadOnlyList<Activity> activities, CancellationToken cancellationToken)
    {
        ActivityColumns.All.Insert(connection, activities);
        return Task.CompletedTask;
    }
}
