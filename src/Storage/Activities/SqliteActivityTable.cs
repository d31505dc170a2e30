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
        using var look = connection.Sql("select last_active_at from metrics where agent_id = $agent_id and last_active_at is not null");
        using var metrics = connection.Statement("Activities/Sqlite/add_metrics.sql");
        using var buckets = connection.Statement("Activities/Sqlite/add_bucket.sql");
        foreach (var tally in tallies)
        {
            if (look.With("$agent_id", tally.AgentId).ReadKept(row => row.Time(0)!.Value) is [var last])
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
                .ExecuteNonQuery();
            foreach (var (bucket, count) in tally.Buckets)
            {
                buckets.With("$agent_id", tally.AgentId).With("$bucket", bucket).With("$count", count).ExecuteNonQuery();
            }
        }

        return Task.FromResult<IReadOnlyDictionary<string, DateTimeOffset>>(lastActive);
    }

    public Task InsertAsync(IReadOnlyList<Activity> activities, CancellationToken cancellationToken)
    {
        using var command = connection.Statement("Activities/Sqlite/insert.sql");
        foreach (var activity in activities)
        {
            command
                .With("$revision", activity.Revision)
                .With("$activity_id", activity.Message.ActivityId)
                .With("$agent_id", activity.Message.AgentId)
                .With("$workspace", activity.Workspace)
                .With("$task_id", activity.Message.TaskId)
                .With("$status", WireWords<ActivityStatus>.Of(activity.Message.Status.GetValueOrDefault()))
                .With("$output", activity.Message.Output)
                .With("$error", activity.Message.Error)
                .With("$duration_ms", activity.Message.DurationMs)
                .With("$project_id", activity.Message.ProjectId)
                .With("$project_name", activity.Message.ProjectName)
                .With("$description", activity.Message.Description)
                .With("$occurred_at", activity.Message.OccurredAt)
                .With("$recorded_at", activity.RecordedAt)
                .ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }
}
