using AgentRegistry.Contracts;
using AgentRegistry.Storage.Postgres;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Activities;

internal sealed class PostgresActivityTable(PostgresWork work) : IActivityTable
{
    public async Task AddToMetricsAsync(IReadOnlyList<ActivityTally> tallies, CancellationToken cancellationToken)
    {
        await work.Statement("Activities/Postgres/add_metrics.sql")
            .Texts(tallies, tally => tally.AgentId)
            .Longs(tallies, tally => tally.Started)
            .Longs(tallies, tally => tally.Succeeded)
            .Longs(tallies, tally => tally.Failed)
            .Longs(tallies, tally => tally.TimedOut)
            .Longs(tallies, tally => tally.DurationSum)
            .Longs(tallies, tally => tally.DurationCount)
            .Times(tallies, tally => tally.LastActiveAt)
            .RunLaterAsync();

        var buckets = tallies
            .SelectMany(tally => tally.Buckets.OrderBy(bucket => bucket.Key).Select(bucket => (tally.AgentId, bucket.Key, bucket.Value)))
            .ToList();
        if (buckets.Count > 0)
        {
            await work.Statement("Activities/Postgres/add_buckets.sql")
                .Texts(buckets, bucket => bucket.AgentId)
                .Column(buckets, NpgsqlDbType.Integer, bucket => bucket.Key)
                .Longs(buckets, bucket => bucket.Value)
                .RunLaterAsync();
        }
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
}
