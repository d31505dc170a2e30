using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Activities;

internal sealed class PostgresActivityReader(NpgsqlDataSource source) : IActivityReader
{
    public async Task<ActivitySummary> RecapAsync(string agentId, int historyLimit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);

        // One round trip for both.
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Ask("metrics", agentId));
        batch.BatchCommands.Add(Ask("history", agentId, historyLimit, ActivitySummary.MostText));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);

        var metrics = await reader.ReadAsync(cancellationToken)
            ? Sums(reader, 0).ToMetrics(PackedDurations.Read(reader.GetFieldValue<byte[]>(6)))
            : new AgentMetrics();

        await reader.NextResultAsync(cancellationToken);
        var history = new List<ExecutionHistoryItem>();
        while (await reader.ReadAsync(cancellationToken))
        {
            history.Add(Item(reader));
        }

        return new ActivitySummary(history, metrics);
    }

    public async Task<IReadOnlyDictionary<string, AgentMetrics>> SumsAsync(IReadOnlyCollection<string> agentIds, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var rows = await connection.Statement("Activities/Postgres/sums.sql").Column(agentIds, NpgsqlDbType.Text, id => id).ReadAsync(
            row => (Id: row.GetString(0), Metrics: Sums(row, 1).ToMetrics([])), cancellationToken);
        return rows.ToDictionary(row => row.Id, row => row.Metrics, StringComparer.Ordinal);
    }

    public async Task<ActivityCounts> CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var rows = await connection.Statement("Activities/Postgres/counts.sql").With(now.AddMinutes(-1)).ReadAsync(
            row => new ActivityCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), cancellationToken);
        return rows[0];
    }

    private static NpgsqlBatchCommand Ask(string name, string agentId, params ReadOnlySpan<int> limits)
    {
        var command = new NpgsqlBatchCommand(EmbeddedText.Read($"Activities/Postgres/{name}.sql"));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = agentId, NpgsqlDbType = NpgsqlDbType.Text });
        foreach (var most in limits)
        {
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most, NpgsqlDbType = NpgsqlDbType.Integer });
        }

        return command;
    }

    private static MetricSums Sums(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first),
        row.GetInt64(first + 1),
        row.GetInt64(first + 2),
        row.GetInt64(first + 3),
        row.GetInt64(first + 4),
        row.GetInt64(first + 5));

    private static ExecutionHistoryItem Item(NpgsqlDataReader row) => new()
    {
        ActivityId = row.GetGuid(0),
        TaskId = row.GetString(1),
        Status = WireWords<ActivityStatus>.Read(row.GetString(2)),
        Output = row.Nullable<string>(3),
        Error = row.Nullable<string>(4),
        DurationMs = row.IsDBNull(5) ? null : row.GetInt64(5),
        Description = row.Nullable<string>(6),
        ProjectId = row.Nullable<string>(7),
        Timestamp = row.GetFieldValue<DateTimeOffset>(8),
        RecordedAt = row.GetFieldValue<DateTimeOffset>(9),
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
