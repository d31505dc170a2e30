using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Contexts;

internal sealed class PostgresContextReader(NpgsqlDataSource source) : IContextReader
{
    /// <summary>Columns of the context, before those of a version.</summary>
    private const int OfVersion = 10;

    public async Task<ContextDetails?> FindAsync(ContextKey key, int? version, string? checkpoint, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var found = await Of(connection, "find", key).With(version, NpgsqlDbType.Integer).With(checkpoint, NpgsqlDbType.Text).ReadAsync(
            row => ContextRows.Details(
                Context(row),
                Version(row, OfVersion),
                row.GetString(OfVersion + 5),
                JsonSerializer.Deserialize<List<ContextCheckpoint>>(row.GetString(OfVersion + 6), WireJson.Options) ?? []),
            cancellationToken);
        return found.SingleOrDefault();
    }

    public async Task<ContextVersionPage?> ListVersionsAsync(ContextKey key, int? before, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var rows = await Of(connection, "page_of_versions", key)
            .With(before ?? int.MaxValue, NpgsqlDbType.Integer)
            .With(limit + 1, NpgsqlDbType.Integer)
            .ReadAsync(row => (Context: Context(row), Version: row.IsDBNull(OfVersion) ? null : Version(row, OfVersion)), cancellationToken);
        return rows.Count == 0 ? null : ContextRows.Page(rows[0].Context, [.. rows.Select(row => row.Version).OfType<ContextVersion>()], limit);
    }

    public async Task<ContextDiff?> DiffAsync(ContextKey key, int from, int? to, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var versions = await Of(connection, "two_versions", key).With(from, NpgsqlDbType.Integer).With(to, NpgsqlDbType.Integer)
            .ReadAsync(row => (row.GetInt32(0), row.GetString(1)), cancellationToken);
        return ContextRows.Diff(key, from, to, versions);
    }

    public async Task<ContextPage> ListAsync(ListContexts query, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var start = ContextRows.Start(query);
        var contexts = await connection.Statement($"Contexts/Postgres/{(query.AgentId is null ? "list" : "list_of_agent")}.sql")
            .With(query.Workspace)
            .With(start.AgentId)
            .With(start.Name)
            .With(query.Limit + 1, NpgsqlDbType.Integer)
            .ReadAsync(Context, cancellationToken);
        return ContextRows.Page(contexts, query.Limit);
    }

    private static PostgresStatement Of(NpgsqlConnection connection, string name, ContextKey key) =>
        connection.Statement($"Contexts/Postgres/{name}.sql").With(key.Workspace).With(key.AgentId).With(key.Name);

    private static SharedContext Context(NpgsqlDataReader row) => new()
    {
        Workspace = row.GetString(0),
        AgentId = row.GetString(1),
        Name = row.GetString(2),
        CurrentVersion = row.GetInt32(3),
        VersionCount = row.GetInt32(4),
        RollbackPointer = row.Nullable<int?>(5),
        RollbackState = row.Nullable<string>(6) is { } rollback ? WireWords<RollbackState>.Read(rollback) : null,
        CreatedAt = row.GetFieldValue<DateTimeOffset>(7),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(8),
        Revision = row.GetInt64(9),
    };

    private static ContextVersion Version(NpgsqlDataReader row, int first) => new()
    {
        Version = row.GetInt32(first),
        ChangeDescription = row.Nullable<string>(first + 1),
        CreatedBy = row.Nullable<string>(first + 2),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(first + 3),
        RollbackPointer = row.Nullable<int?>(first + 4),
    };
}
