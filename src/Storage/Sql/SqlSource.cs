using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;

namespace AgentRegistry.Storage.Sql;

/// <summary>
/// Runs statements that both stores understand, each a round trip by itself. A table stands in them as <c>{schema.table}</c>, a list of
/// texts that a column must be one of as <c>{in name}</c>, a parameter as <c>@name</c>.
/// </summary>
internal abstract partial class SqlSource
{
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<T>> ReadAsync<T>(
        string sql, Func<DbDataReader, T> row, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return await ReadOnAsync(connection, sql, row, parameters, cancellationToken);
    }

    /// <summary>The same, on a connection with a transaction.</summary>
    public async Task<IReadOnlyList<T>> ReadOnAsync<T>(
        DbConnection connection, string sql, Func<DbDataReader, T> row, IEnumerable<(string Name, object? Value)> parameters, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = _texts.GetOrAdd(sql, text => Placeholder().Replace(
            text, match => match.Groups["list"] is { Success: true } list ? IsOneOf(list.Value) : Table(match.Groups["table"].Value)));
        foreach (var (name, value) in parameters)
        {
            Add(command, name, value);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    protected abstract ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    protected abstract string Table(string name);

    protected abstract string IsOneOf(string list);

    protected abstract void Add(DbCommand command, string name, object? value);

    [GeneratedRegex(@"\{in (?<list>\w+)\}|\{(?<table>\w+\.\w+)\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Placeholder();
}

internal sealed class PostgresSqlSource(NpgsqlDataSource source) : SqlSource
{
    protected override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => await source.OpenConnectionAsync(cancellationToken);

    protected override string Table(string name) => name;

    protected override string IsOneOf(string list) => $"= any(@{list})";

    protected override void Add(DbCommand command, string name, object? value) =>
        command.Parameters.Add(new NpgsqlParameter(name, value is DateTimeOffset time ? time.ToUniversalTime() : value ?? DBNull.Value));
}

internal sealed class SqliteSqlSource(SqliteDatabase database) : SqlSource
{
    protected override ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => new(database.OpenReader());

    protected override string Table(string name) => TableNames.InSqlite(name);

    protected override string IsOneOf(string list) => $"in (select value from json_each(@{list}))";

    protected override void Add(DbCommand command, string name, object? value) =>
        ((Microsoft.Data.Sqlite.SqliteCommand)command).With($"@{name}", value is string[]? JsonSerializer.Serialize(value) : value);
}

/// <summary>PostgreSQL has a schema for each owner of tables. SQLite has none: there the owner stands in the name where it would not be clear.</summary>
internal static class TableNames
{
    public static string InSqlite(string name) => name.Split('.') switch
    {
        ["feed", "head" or "entry" or "cursor"] or ["session", "message" or "invocation"] or ["context", "version" or "checkpoint"] => name.Replace('.', '_'),
        [_, var table] => table,
        _ => throw new ArgumentException($"'{name}' does not name a table with its schema.", nameof(name)),
    };
}
