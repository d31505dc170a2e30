using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Sql;

/// <summary>A statement and its parameters: positional, typed, prepared by the connection's own cache.</summary>
internal sealed class PostgresStatement(PostgresBatch work, string sql)
{
    private readonly NpgsqlBatchCommand _command = new(sql);

    public PostgresStatement With<T>(T value, NpgsqlDbType type)
    {
        _command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return this;
    }

    public PostgresStatement With(string value) => With(value, NpgsqlDbType.Text);

    public PostgresStatement With(long value) => With(value, NpgsqlDbType.Bigint);

    public PostgresStatement With(DateTimeOffset value) => With(value.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    /// <summary>A column of many rows, for unnest.</summary>
    public PostgresStatement Column<TRow, TValue>(IReadOnlyCollection<TRow> rows, NpgsqlDbType type, Func<TRow, TValue> value)
    {
        var values = new TValue[rows.Count];
        var i = 0;
        foreach (var row in rows)
        {
            values[i++] = value(row);
        }

        return With(values, NpgsqlDbType.Array | type);
    }

    public PostgresStatement Texts<TRow>(IReadOnlyCollection<TRow> rows, Func<TRow, string?> value) => Column(rows, NpgsqlDbType.Text, value);

    public PostgresStatement Longs<TRow>(IReadOnlyCollection<TRow> rows, Func<TRow, long> value) => Column(rows, NpgsqlDbType.Bigint, value);

    public PostgresStatement Times<TRow>(IReadOnlyCollection<TRow> rows, Func<TRow, DateTimeOffset?> value) =>
        Column(rows, NpgsqlDbType.TimestampTz, row => value(row)?.ToUniversalTime());

    /// <summary>Leaves it to the next statement that is waited for. It must give no rows.</summary>
    public Task RunLaterAsync()
    {
        work.Add(_command);
        return Task.CompletedTask;
    }

    public Task RunAsync(CancellationToken cancellationToken)
    {
        work.Add(_command);
        return work.RunAsync(cancellationToken);
    }

    /// <summary>Leaves it to the next statement that is waited for; the rows are there after that.</summary>
    public IReadOnlyList<T> ReadLater<T>(Func<NpgsqlDataReader, T> row) => work.Ask(_command, row);

    public async Task<IReadOnlyList<T>> ReadAsync<T>(Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        var rows = work.Ask(_command, row);
        await work.RunAsync(cancellationToken);
        return rows;
    }
}
