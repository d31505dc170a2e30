using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Definitions;

internal sealed class PostgresDefinitionReader(NpgsqlDataSource source) : IDefinitionReader
{
    /// <summary>Columns of the definition, before those of a version.</summary>
    private const int OfVersion = 10;

    public async Task<DefinitionDetails?> FindAsync(DefinitionKey key, string? version, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var (number, label) = DefinitionRows.Named(version);
        var found = await Of(connection, "find", key).With(number, NpgsqlDbType.Integer).With(label, NpgsqlDbType.Text).ReadAsync(Details, cancellationToken);
        return found.SingleOrDefault();
    }

    public async Task<DefinitionVersionPage?> ListVersionsAsync(DefinitionKey key, int? before, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var rows = await Of(connection, "page_of_versions", key)
            .With(before ?? int.MaxValue, NpgsqlDbType.Integer)
            .With(limit + 1, NpgsqlDbType.Integer)
            .ReadAsync(row => (Definition: Definition(row), Version: row.IsDBNull(OfVersion) ? null : Version(row)), cancellationToken);
        return rows.Count == 0 ? null : DefinitionRows.Page(rows[0].Definition, [.. rows.Select(row => row.Version).OfType<DefinitionVersion>()], limit);
    }

    public async Task<DefinitionDiff?> DiffAsync(DefinitionKey key, string from, string? to, CancellationToken cancellationToken) =>
        DefinitionRows.Diff(await FindAsync(key, from, cancellationToken), await FindAsync(key, to, cancellationToken));

    public async Task<DefinitionPage> ListAsync(ListDefinitions query, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var definitions = await connection.Statement("Definitions/Postgres/list.sql")
            .With(query.Workspace)
            .With(DefinitionRows.Start(query))
            .With(query.Type, NpgsqlDbType.Text)
            .With(query.Enabled, NpgsqlDbType.Boolean)
            .With(query.Text is null ? null : DefinitionState.Folded(query.Text), NpgsqlDbType.Text)
            .With(query.Limit + 1, NpgsqlDbType.Integer)
            .ReadAsync(Definition, cancellationToken);
        return DefinitionRows.Page(definitions, query.Limit);
    }

    private static PostgresStatement Of(NpgsqlConnection connection, string name, DefinitionKey key) =>
        connection.Statement($"Definitions/Postgres/{name}.sql").With(key.Workspace).With(key.Slug);

    private static DefinitionDetails Details(NpgsqlDataReader row)
    {
        var definition = Definition(row);
        var labels = JsonSerializer.Deserialize<List<DefinitionLabel>>(row.GetString(OfVersion + 6), WireJson.Options) ?? [];
        return new(definition)
        {
            Read = Version(row),
            Content = DefinitionRows.Content(row.GetString(OfVersion + 5)),
            Labels = DefinitionRows.Labels(labels, definition.CurrentVersion),
        };
    }

    private static AgentDefinition Definition(NpgsqlDataReader row) => new()
    {
        Workspace = row.GetString(0),
        Slug = row.GetString(1),
        CurrentVersion = row.GetInt32(2),
        Enabled = row.GetBoolean(3),
        Name = row.GetString(4),
        Type = row.GetString(5),
        Description = row.Nullable<string>(6),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(7),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(8),
        Revision = row.GetInt64(9),
    };

    private static DefinitionVersion Version(NpgsqlDataReader row) => new()
    {
        Version = row.GetInt32(OfVersion),
        ChangeDescription = row.Nullable<string>(OfVersion + 1),
        CreatedBy = row.Nullable<string>(OfVersion + 2),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(OfVersion + 3),
        RestoredFrom = row.Nullable<int?>(OfVersion + 4),
    };
}
