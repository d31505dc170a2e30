using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Definitions;

internal sealed class SqliteDefinitionReader(SqliteDatabase database) : IDefinitionReader
{
    /// <summary>Columns of the definition, before those of a version.</summary>
    private const int OfVersion = 10;

    public Task<DefinitionDetails?> FindAsync(DefinitionKey key, string? version, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();

        // One moment for all of it, whoever writes or deletes meanwhile.
        using var transaction = connection.BeginTransaction(deferred: true);
        var (number, label) = DefinitionRows.Named(version);
        var found = Of(connection.Statement("Definitions/Sqlite/find.sql"), key).With("$version", number).With("$label", label)
            .Read(row => (Definition: Definition(row), Version: Version(row, OfVersion), Content: row.GetString(OfVersion + 5)));
        if (found is not [var one])
        {
            return Task.FromResult<DefinitionDetails?>(null);
        }

        var labels = Of(connection.Sql("select label, version from definition_label where workspace = $workspace and slug = $slug"), key)
            .Read(row => new DefinitionLabel { Label = row.GetString(0), Version = row.GetInt32(1) });
        return Task.FromResult<DefinitionDetails?>(new(one.Definition)
        {
            Read = one.Version,
            Content = DefinitionRows.Content(one.Content),
            Labels = DefinitionRows.Labels(labels, one.Definition.CurrentVersion),
        });
    }

    public Task<DefinitionVersionPage?> ListVersionsAsync(DefinitionKey key, int? before, int limit, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        using var transaction = connection.BeginTransaction(deferred: true);
        var definition = Of(connection.Statement("Definitions/Sqlite/lock.sql"), key).Read(Definition).SingleOrDefault();
        return Task.FromResult(definition is null ? null : DefinitionRows.Page(
            definition,
            Of(connection.Statement("Definitions/Sqlite/versions.sql"), key).With("$before", before ?? int.MaxValue).With("$limit", limit + 1)
                .Read(row => Version(row, 0)),
            limit));
    }

    public async Task<DefinitionDiff?> DiffAsync(DefinitionKey key, string from, string? to, CancellationToken cancellationToken) =>
        DefinitionRows.Diff(await FindAsync(key, from, cancellationToken), await FindAsync(key, to, cancellationToken));

    public Task<DefinitionPage> ListAsync(ListDefinitions query, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var definitions = connection.Statement("Definitions/Sqlite/list.sql")
            .With("$workspace", query.Workspace)
            .With("$cursor", DefinitionRows.Start(query))
            .With("$type", query.Type)
            .With("$enabled", query.Enabled)
            .With("$text", query.Text is null ? null : DefinitionState.Folded(query.Text))
            .With("$limit", query.Limit + 1)
            .Read(Definition);
        return Task.FromResult(DefinitionRows.Page(definitions, query.Limit));
    }

    private static SqliteCommand Of(SqliteCommand command, DefinitionKey key) => command.With("$workspace", key.Workspace).With("$slug", key.Slug);

    private static AgentDefinition Definition(SqliteDataReader row) => new()
    {
        Workspace = row.GetString(0),
        Slug = row.GetString(1),
        CurrentVersion = row.GetInt32(2),
        Enabled = row.GetBoolean(3),
        Name = row.GetString(4),
        Type = row.GetString(5),
        Description = row.Text(6),
        CreatedAt = row.Time(7).GetValueOrDefault(),
        UpdatedAt = row.Time(8).GetValueOrDefault(),
        Revision = row.GetInt64(9),
    };

    private static DefinitionVersion Version(SqliteDataReader row, int first) => new()
    {
        Version = row.GetInt32(first),
        ChangeDescription = row.Text(first + 1),
        CreatedBy = row.Text(first + 2),
        CreatedAt = row.Time(first + 3).GetValueOrDefault(),
        RestoredFrom = row.Whole(first + 4),
    };
}
