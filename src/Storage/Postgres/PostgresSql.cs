using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Postgres;

/// <summary>How statements and their arrays are handed to Npgsql: positional, typed, prepared by the connection's own cache.</summary>
internal static class PostgresSql
{
    public static NpgsqlCommand Statement(this NpgsqlConnection connection, string path, NpgsqlTransaction? transaction = null) =>
        new(EmbeddedText.Read(path), connection, transaction);

    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value, NpgsqlDbType type)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return command;
    }

    public static NpgsqlCommand With(this NpgsqlCommand command, string value) => command.With(value, NpgsqlDbType.Text);

    public static NpgsqlCommand With(this NpgsqlCommand command, long value) => command.With(value, NpgsqlDbType.Bigint);

    public static NpgsqlCommand With(this NpgsqlCommand command, DateTimeOffset value) =>
        command.With(value.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    /// <summary>A column of many rows, for unnest.</summary>
    public static NpgsqlCommand Column<TRow, TValue>(
        this NpgsqlCommand command, IReadOnlyCollection<TRow> rows, NpgsqlDbType type, Func<TRow, TValue> value)
    {
        var values = new TValue[rows.Count];
        var i = 0;
        foreach (var row in rows)
        {
            values[i++] = value(row);
        }

        return command.With(values, NpgsqlDbType.Array | type);
    }

    public static NpgsqlCommand Texts<TRow>(this NpgsqlCommand command, IReadOnlyCollection<TRow> rows, Func<TRow, string?> value) =>
        command.Column(rows, NpgsqlDbType.Text, value);

    public static NpgsqlCommand Longs<TRow>(this NpgsqlCommand command, IReadOnlyCollection<TRow> rows, Func<TRow, long> value) =>
        command.Column(rows, NpgsqlDbType.Bigint, value);

    public static NpgsqlCommand Times<TRow>(this NpgsqlCommand command, IReadOnlyCollection<TRow> rows, Func<TRow, DateTimeOffset?> value) =>
        command.Column(rows, NpgsqlDbType.TimestampTz, row => value(row)?.ToUniversalTime());

    public static async Task<int> RunAsync(this NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public static async Task<List<T>> ReadAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(row(reader));
            }

            return rows;
        }
    }

    public static T? Nullable<T>(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? default : reader.GetFieldValue<T>(column);

    public static DateTimeOffset? Time(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
