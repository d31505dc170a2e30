using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace AgentRegistry.Storage.Contexts;

/// <summary>SQLite takes one writer at a time: whoever has the turn holds every row.</summary>
internal sealed class SqliteContextTable(SqliteConnection connection) : IContextTable
{
    public Task<IReadOnlyDictionary<ContextKey, ContextState>> LockAsync(
        IReadOnlyCollection<ContextKey> keys, IReadOnlyCollection<ContextKey> created, CancellationToken cancellationToken)
    {
        using var command = Statement("lock");
        var states = keys.SelectMany(key => Keyed(command, key).ReadKept(State)).ToDictionary(state => state.Key);
        return Task.FromResult<IReadOnlyDictionary<ContextKey, ContextState>>(states);
    }

    public Task<IReadOnlyDictionary<ContextKey, ContextHistory>> ReadHistoryAsync(
        IReadOnlyCollection<ContextKey> keys, CancellationToken cancellationToken)
    {
        using var command = Statement("history");
        return Task.FromResult(ContextRows.Histories([.. keys.SelectMany(key => Keyed(command, key).ReadKept(row => new HistoryRow(
            key, row.GetInt32(0), row.Whole(1), row.IsDBNull(2) ? Guid.Empty : row.GetGuid(2), row.Text(3))))]));
    }

    public Task DeleteAsync(IReadOnlyCollection<ContextKey> keys, CancellationToken cancellationToken)
    {
        using var command = connection.Sql("delete from context where workspace = $workspace and agent_id = $agent_id and name = $name");
        foreach (var key in keys)
        {
            Keyed(command, key).ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    public Task SaveAsync(IReadOnlyCollection<ContextState> states, CancellationToken cancellationToken)
    {
        using var command = Statement("save");
        foreach (var state in states)
        {
            Keyed(command, state.Key)
                .With("$current_version", state.CurrentVersion)
                .With("$versions", state.Versions)
                .With("$rollback_pointer", state.RollbackPointer)
                .With("$rollback_state", state.RollbackState is { } rollback ? WireWords<RollbackState>.Of(rollback) : null)
                .With("$created_at", state.CreatedAt)
                .With("$updated_at", state.UpdatedAt)
                .With("$revision", state.Revision)
                .ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    public Task AddVersionsAsync(IReadOnlyCollection<StoredVersion> versions, CancellationToken cancellationToken)
    {
        using var add = Statement("add_version");
        using var copy = Statement("copy_version");
        foreach (var stored in versions)
        {
            var command = stored.CopyOf is { } source ? copy.With("$copy_of", source) : add.With("$data", stored.Data);
            Keyed(command, stored.Context)
                .With("$version", stored.Version.Version)
                .With("$message_id", stored.MessageId)
                .With("$change_description", stored.Version.ChangeDescription)
                .With("$created_by", stored.Version.CreatedBy)
                .With("$created_at", stored.Version.CreatedAt)
                .With("$rollback_pointer", stored.Version.RollbackPointer)
                .ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    public Task RemoveVersionsAsync(IReadOnlyCollection<(ContextKey Context, int Version)> versions, CancellationToken cancellationToken)
    {
        using var command = Statement("remove_version");
        foreach (var (context, version) in versions)
        {
            Keyed(command, context).With("$version", version).ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    public Task SaveCheckpointsAsync(IReadOnlyCollection<StoredCheckpoint> checkpoints, CancellationToken cancellationToken)
    {
        using var command = Statement("save_checkpoint");
        foreach (var (context, checkpoint, version) in checkpoints)
        {
            Keyed(command, context).With("$checkpoint", checkpoint).With("$version", version).ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    public Task RemoveCheckpointsAsync(
        IReadOnlyCollection<(ContextKey Context, string Checkpoint)> checkpoints, CancellationToken cancellationToken)
    {
        using var command = Statement("remove_checkpoint");
        foreach (var (context, checkpoint) in checkpoints)
        {
            Keyed(command, context).With("$checkpoint", checkpoint).ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    private SqliteCommand Statement(string name) => connection.Statement($"Contexts/Sqlite/{name}.sql");

    private static SqliteCommand Keyed(SqliteCommand command, ContextKey key) =>
        command.With("$workspace", key.Workspace).With("$agent_id", key.AgentId).With("$name", key.Name);

    private static ContextState State(SqliteDataReader row) => new()
    {
        Key = new ContextKey(row.GetString(0), row.GetString(1), row.GetString(2)),
        CurrentVersion = row.GetInt32(3),
        Versions = row.GetInt32(4),
        RollbackPointer = row.Whole(5),
        RollbackState = row.Text(6) is { } rollback ? WireWords<RollbackState>.Read(rollback) : null,
        CreatedAt = row.Time(7).GetValueOrDefault(),
        UpdatedAt = row.Time(8).GetValueOrDefault(),
        Revision = row.GetInt64(9),
    };
}
