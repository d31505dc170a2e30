using System.Data.Common;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;

namespace AgentRegistry.Storage.Activities;

internal sealed class ActivityReader(SqlSource sql) : IActivityReader
{
    public async Task<ActivitySummary> RecapAsync(string agentId, int historyLimit, CancellationToken cancellationToken)
    {
        var sums = await sql.ReadAsync(EmbeddedText.Read("Activities/sums.sql"), row => Sums(row).ToMetrics(PackedDurations.Read(row.GetFieldValue<byte[]>(7))), cancellationToken, ("ids", (string[])[agentId]));
        if (sums is not [var metrics])
        {
            return ActivitySummary.Nothing;
        }

        var history = await sql.ReadAsync(
            EmbeddedText.Read("Activities/history.sql"), Item, cancellationToken, ("agent_id", agentId), ("limit", historyLimit), ("max_text", ActivitySummary.MostText));
        return new ActivitySummary(history, metrics);
    }

    public async Task<IReadOnlyDictionary<string, AgentMetrics>> SumsAsync(IReadOnlyCollection<string> agentIds, CancellationToken cancellationToken) =>
        (await sql.ReadAsync(EmbeddedText.Read("Activities/sums.sql"), row => (Id: row.GetString(0), Metrics: Sums(row).ToMetrics([])), cancellationToken, ("ids", agentIds.ToArray())))
            .ToDictionary(row => row.Id, row => row.Metrics, StringComparer.Ordinal);

    public async Task<ActivityCounts> CountAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        (await sql.ReadAsync(
            EmbeddedText.Read("Activities/counts.sql"), row => new ActivityCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), cancellationToken, ("since", now.AddMinutes(-1))))[0];

    private static MetricSums Sums(DbDataReader row) =>
        new(row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6));

    private static ExecutionHistoryItem Item(DbDataReader row) => new()
    {
        ActivityId = row.GetGuid(0),
        TaskId = row.GetString(1),
        Status = WireWords<ActivityStatus>.Read(row.GetString(2)),
        Output = row.Text(3),
        Error = row.Text(4),
        DurationMs = row.Long(5),
        Description = row.Text(6),
        ProjectId = row.Text(7),
        Timestamp = row.Time(8).GetValueOrDefault(),
        RecordedAt = row.Time(9).GetValueOrDefault(),
    };
}

/// <summary>What the metrics table holds of an agent.</summary>
internal sealed record MetricSums(long Started, long Succeeded, long Failed, long TimedOut, long DurationSum, long DurationCount)
{
    public AgentMetrics ToMetrics(IReadOnlyList<(int Bucket, long Count)> buckets)
    {
        var ended = Succeeded + Failed + TimedOut;
        return new AgentMetrics
        {
            Started = Started,
            Succeeded = Succeeded,
            Failed = Failed,
            TimedOut = TimedOut,
            SuccessRate = ended == 0 ? null : Math.Round((double)Succeeded / ended, 4),
            AvgDurationMs = DurationCount == 0 ? null : Math.Round((double)DurationSum / DurationCount, 1),
            P50DurationMs = Rounded(DurationBuckets.Percentile(buckets, 0.50)),
            P95DurationMs = Rounded(DurationBuckets.Percentile(buckets, 0.95)),
            P99DurationMs = Rounded(DurationBuckets.Percentile(buckets, 0.99)),
        };
    }

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 1) : null;
}

internal static class ActivityColumns
{
    public static readonly TableColumns<Activity> All = new(
        "activity.activity",
        TableColumn<Activity>.Long("revision", activity => activity.Revision),
        TableColumn<Activity>.Id("activity_id", activity => activity.Message.ActivityId),
        TableColumn<Activity>.Text("agent_id", activity => activity.Message.AgentId),
        TableColumn<Activity>.Text("workspace", activity => activity.Workspace),
        TableColumn<Activity>.Text("task_id", activity => activity.Message.TaskId),
        TableColumn<Activity>.Text("status", activity => WireWords<ActivityStatus>.Of(activity.Message.Status.GetValueOrDefault())),
        TableColumn<Activity>.Text("output", activity => activity.Message.Output),
        TableColumn<Activity>.Text("error", activity => activity.Message.Error),
        TableColumn<Activity>.Long("duration_ms", activity => activity.Message.DurationMs),
        TableColumn<Activity>.Text("project_id", activity => activity.Message.ProjectId),
        TableColumn<Activity>.Text("project_name", activity => activity.Message.ProjectName),
        TableColumn<Activity>.Text("description", activity => activity.Message.Description),
        TableColumn<Activity>.Time("occurred_at", activity => activity.Message.OccurredAt),
        TableColumn<Activity>.Time("recorded_at", activity => activity.RecordedAt));
}
