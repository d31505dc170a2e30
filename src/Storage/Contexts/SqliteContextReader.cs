using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Contexts;

internal sealed class SqliteContextReader(SqliteDatabase database) : IContextReader
{
    /// <summary>Columns of the context, before those of a version.</summary>
    private const int OfVersion = 10;

    public Task<ContextDetails?> FindAsync(ContextKey key, int? version, string? checkpoint, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();

        // One moment for all of it, whoever writes or deletes meanwhile.
        using var transaction = connection.BeginTransaction(deferred: true);
        var found = Of(connection, "find", key).With("$version", version).With("$checkpoint", checkpoint)
            .Read(row => (Context: Context(row), Version: Version(row, OfVersion), Data: row.GetString(OfVersion + 5)));
        return Task.FromResult(found is [var one]
            ? ContextRows.Details(one.Context, one.Version, one.Data, Checkpoints(connection, key))
            : null);
    }

    public Task<ContextVersionPage?> ListVersionsAsync(ContextKey key, int? before, int limit, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        using var transaction = connection.BeginTransaction(deferred: true);
        var context = Of(connection, "lock", key).Read(Context).SingleOrDefault();
        return Task.FromResult(context is null ? null : ContextRows.Page(
            context,
            Of(connection, "versions", key).With("$before", before ?? int.MaxValue).With("$limit", limit + 1).Read(row => Version(row, 0)),
            limit));
    }

    public Task<ContextDiff?> DiffAsync(ContextKey key, int from, int? to, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var versions = Of(connection, "two_versions", key).With("$from", from).With("$to", to).Read(row => (row.GetInt32(0), row.GetString(1)));
        return Task.FromResult(ContextRows.Diff(key, from, to, versions));
    }

    public Task<ContextPage> ListAsync(ListContexts query, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var start = ContextRows.Start(query);
        var contexts = connection.Statement($"Contexts/Sqlite/{(query.AgentId is null ? "list" : "list_of_agent")}.sql")
            .With("$workspace", query.Workspace)
            .With("$cursor_agent", start.AgentId)
            .With("$cursor_name", start.Name)
            .With("$limit", query.Limit + 1)
            .Read(Context);
        return Task.FromResult(ContextRows.Page(contexts, query.Limit));
    }

    private static List<ContextCheckpoint> Checkpoints(SqliteConnection connection, ContextKey key) =>
        Of(connection, "checkpoints", key).Read(row => new ContextCheckpoint { Checkpoint = row.GetString(0), Version = row.GetInt32(1) });

    private static SqliteCommand Of(SqliteConnection connection, string name, ContextKey key) =>
        connection.Statement($"Contexts/Sqlite/{name}.sql").With("$workspace", key.Workspace).With("$agent_id", key.AgentId).With("$name", key.Name);

    private static SharedContext Context(SqliteDataReader row) => new()
    {
        Workspace = row.GetString(0),
        AgentId = row.GetString(1),
        Name = row.GetString(2),
        CurrentVersion = row.GetInt32(3),
        VersionCount = row.GetInt32(4),
        RollbackPointer = row.Whole(5),
        RollbackState = row.Text(6) is { } rollback ? WireWords<RollbackState>.Read(rollback) : null,
        CreatedAt = row.Time(7).GetValueOrDefault(),
        UpdatedAt = row.Time(8).GetValueOrDefault(),
        Revision = row.GetInt64(9),
    };

    private static ContextVersion Version(SqliteDataReader row, int first) => new()
    {
        Version = row.GetInt32(first),
        ChangeDescription = row.Text(first + 1),
        CreatedBy = row.Text(first + 2),
        CreatedAt = row.Time(first + 3).GetValueOrDefault(),
        RollbackPointer = row.Whole(first + 4),
    };
}
