using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Activities;

internal sealed class SqliteActivityReader(SqliteDatabase database) : IActivityReader
{
    public Task<ActivitySummary> RecapAsync(string agentId, int historyLimit, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var sums = connection.Statement("Activities/Sqlite/metrics.sql").With("$agent_id", agentId).Read(row => Sums(row, 0));
        if (sums.Count == 0)
        {
            return Task.FromResult(ActivitySummary.Nothing);
        }

        var buckets = connection.Statement("Activities/Sqlite/buckets.sql").With("$agent_id", agentId)
            .Read(row => (row.GetInt32(0), row.GetInt64(1)));
        var history = connection.Statement("Activities/Sqlite/history.sql")
            .With("$agent_id", agentId).With("$limit", historyLimit).With("$most_text", ActivitySummary.MostText).Read(Item);
        return Task.FromResult(new ActivitySummary(history, sums[0].ToMetrics(buckets)));
    }

    public Task<IReadOnlyDictionary<string, AgentMetrics>> SumsAsync(IReadOnlyCollection<string> agentIds, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var rows = connection.Statement("Activities/Sqlite/sums.sql").With("$ids", JsonSerializer.Serialize(agentIds))
            .Read(row => (Id: row.GetString(0), Metrics: Sums(row, 1).ToMetrics([])));
        return Task.FromResult<IReadOnlyDictionary<string, AgentMetrics>>(rows.ToDictionary(row => row.Id, row => row.Metrics, StringComparer.Ordinal));
    }

    public Task<ActivityCounts> CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult(connection.Statement("Activities/Sqlite/counts.sql").With("$since", now.AddMinutes(-1))
            .Read(row => new ActivityCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)))[0]);
    }

    private static MetricSums Sums(SqliteDataReader row, int first) => new(
        row.GetInt64(first),
        row.GetInt64(first + 1),
        row.GetInt64(first + 2),
        row.GetInt64(first + 3),
        row.GetInt64(first + 4),
        row.GetInt64(first + 5));

    private static ExecutionHistoryItem Item(SqliteDataReader row) => new()
    {
        ActivityId = row.GetGuid(0),
        TaskId = row.GetString(1),
        Status = WireWords<ActivityStatus>.Read(row.GetString(2)),
        Output = row.Text(3),
        Error = row.Text(4),
        DurationMs = row.IsDBNull(5) ? null : row.GetInt64(5),
        Description = row.Text(6),
        ProjectId = row.Text(7),
        Timestamp = row.Time(8).GetValueOrDefault(),
        RecordedAt = row.Time(9).GetValueOrDefault(),
    };
}
