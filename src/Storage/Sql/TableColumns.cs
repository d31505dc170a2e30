using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Sql;

/// <summary>A column that set-based statements write: its name, and its value in each store.</summary>
/// <param name="Name">As in the table.</param>
/// <param name="Type">PostgreSQL's, of an array's elements.</param>
/// <param name="AddArray">Adds the values of many rows to a statement.</param>
/// <param name="Value">Its value as a SQLite parameter.</param>
/// <param name="IsKey">True where an update leaves it as it is.</param>
internal sealed record TableColumn<TRow>(
    string Name, string Type, Func<PostgresStatement, IReadOnlyCollection<TRow>, PostgresStatement> AddArray, Func<TRow, object?> Value, bool IsKey = false)
{
    public static TableColumn<TRow> Text(string name, Func<TRow, string?> value, bool isKey = false) =>
        new(name, "text", (statement, rows) => statement.Texts(rows, value), value, isKey);

    public static TableColumn<TRow> Json(string name, Func<TRow, string?> value) =>
        new(name, "json", (statement, rows) => statement.Column(rows, NpgsqlDbType.Json, value), value);

    public static TableColumn<TRow> Time(string name, Func<TRow, DateTimeOffset?> value) =>
        new(name, "timestamptz", (statement, rows) => statement.Times(rows, value), row => value(row));

    public static TableColumn<TRow> Long(string name, Func<TRow, long?> value, bool isKey = false) =>
        new(name, "bigint", (statement, rows) => statement.Column(rows, NpgsqlDbType.Bigint, value), row => value(row), isKey);

    public static TableColumn<TRow> Whole(string name, Func<TRow, int?> value, bool isKey = false) =>
        new(name, "integer", (statement, rows) => statement.Column(rows, NpgsqlDbType.Integer, value), row => value(row), isKey);

    public static TableColumn<TRow> Small(string name, Func<TRow, short> value) =>
        new(name, "smallint", (statement, rows) => statement.Column(rows, NpgsqlDbType.Smallint, value), row => value(row));

    public static TableColumn<TRow> Flag(string name, Func<TRow, bool> value) =>
        new(name, "boolean", (statement, rows) => statement.Column(rows, NpgsqlDbType.Boolean, value), row => value(row));

    public static TableColumn<TRow> Id(string name, Func<TRow, Guid> value, bool isKey = false) =>
        new(name, "uuid", (statement, rows) => statement.Column(rows, NpgsqlDbType.Uuid, value), row => value(row), isKey);
}

/// <summary>
/// The columns of a table that set-based statements write, named here and nowhere else. Statements name them by <c>{names}</c>, PostgreSQL's arrays by
/// <c>{arrays}</c>, SQLite's parameters by <c>{values}</c> and what an update sets by <c>{sets x}</c>, where x has the new values; each but a
/// column with <c>{… without column}</c>.
/// </summary>
/// <param name="table">As PostgreSQL names it.</param>
/// <param name="columns">In the order in which they are read.</param>
internal sealed partial class TableColumns<TRow>(string table, params TableColumn<TRow>[] columns)
{
    private readonly ConcurrentDictionary<string, string> _statements = new(StringComparer.Ordinal);

    /// <summary>The text of a file with the columns in place.</summary>
    public string In(string path) => _statements.GetOrAdd(path, key => Fill(EmbeddedText.Read(key)));

    /// <summary>Leaves the insertion of rows to the next statement that is waited for.</summary>
    public Task InsertLaterAsync(PostgresBatch work, IReadOnlyCollection<TRow> rows, string onConflict = "") => rows.Count == 0
        ? Task.CompletedTask
        : Arrays(work.Sql(_statements.GetOrAdd(onConflict, end => Fill($"insert into {table} ({{names}}) select {{arrays}} {end}"))), rows).RunLaterAsync();

    public void Insert(SqliteConnection connection, IReadOnlyCollection<TRow> rows, string onConflict = "") => Run(
        connection, _statements.GetOrAdd($"sqlite {onConflict}", _ => Fill($"insert into {TableNames.InSqlite(table)} ({{names}}) values ({{values}}) {onConflict}")), rows);

    /// <summary>Runs a statement for each of the rows.</summary>
    public void Run(SqliteConnection connection, string sql, IReadOnlyCollection<TRow> rows)
    {
        using var command = connection.Sql(sql);
        foreach (var row in rows)
        {
            foreach (var column in columns)
            {
                command.With($"${column.Name}", column.Value(row));
            }

            command.ExecuteNonQuery();
        }
    }

    /// <summary>Adds an array for each of the columns.</summary>
    public PostgresStatement Arrays(PostgresStatement statement, IReadOnlyCollection<TRow> rows) =>
        columns.Aggregate(statement, (filled, column) => column.AddArray(filled, rows));

    /// <summary>Arrays stand side by side in the select list: from unnest(...) each would be stored and read again, which costs as much as an index.</summary>
    private string Fill(string text) => Placeholder().Replace(text, match =>
    {
        var except = match.Groups["except"].Value;
        var named = columns.Where(column => column.Name != except);
        return string.Join(", ", match.Groups["what"].Value switch
        {
            "names" => named.Select(column => column.Name),
            "arrays" => columns.Select((column, i) => $"unnest(${i + 1}::{column.Type}[]) as {column.Name}"),
            "values" => columns.Select(column => $"${column.Name}"),
            var sets => named.Where(column => !column.IsKey).Select(column => $"{column.Name} = {sets["sets ".Length..]}.{column.Name}"),
        });
    });

    [GeneratedRegex(@"\{(?<what>names|arrays|values|sets \w+)(?: without (?<except>\w+))?\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Placeholder();
}
