using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace AgentRegistry.Storage.Contexts;

internal sealed class PostgresContextTable(PostgresBatch work) : IContextTable
{
    private readonly HashSet<ContextKey> _reserved = [];

    /// <summary>Gives up the names that were reserved and then not created. Call it before the commit.</summary>
    public async Task ReleaseAsync()
    {
        if (_reserved.Count > 0)
        {
            await Keyed("release", _reserved).RunLaterAsync();
        }
    }

    public async Task<IReadOnlyDictionary<ContextKey, ContextState>> LockAsync(
        IReadOnlyCollection<ContextKey> keys, IReadOnlyCollection<ContextKey> created, CancellationToken cancellationToken)
    {
        if (created.Count > 0)
        {
            _reserved.UnionWith(await Keyed("reserve", created).ReadAsync(Key, cancellationToken));
        }

        var states = await Keyed("lock", keys).ReadAsync(row => row.GetInt32(3) == 0 ? null : State(row), cancellationToken);
        return states.OfType<ContextState>().ToDictionary(state => state.Key);
    }

    public async Task<IReadOnlyDictionary<ContextKey, ContextHistory>> ReadHistoryAsync(
        IReadOnlyCollection<ContextKey> keys, CancellationToken cancellationToken) => keys.Count == 0
        ? new Dictionary<ContextKey, ContextHistory>()
        : ContextRows.Histories(await Keyed("history", keys).ReadAsync(
            row => new HistoryRow(
                Key(row), row.GetInt32(3), row.Nullable<int?>(4), row.IsDBNull(5) ? Guid.Empty : row.GetGuid(5), row.Nullable<string>(6)),
            cancellationToken));

    public async Task DeleteAsync(IReadOnlyCollection<ContextKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count > 0)
        {
            await Keyed("delete", keys).RunLaterAsync();
        }
    }

    public async Task SaveAsync(IReadOnlyCollection<ContextState> states, CancellationToken cancellationToken)
    {
        if (states.Count == 0)
        {
            return;
        }

        var sorted = states.OrderBy(state => state.Key, ContextKey.LockOrder).ToList();
        await Keyed("save", [.. sorted.Select(state => state.Key)])
            .Column(sorted, NpgsqlDbType.Integer, state => state.CurrentVersion)
            .Column(sorted, NpgsqlDbType.Integer, state => state.Versions)
            .Column(sorted, NpgsqlDbType.Integer, state => state.RollbackPointer)
            .Texts(sorted, state => state.RollbackState is { } rollback ? WireWords<RollbackState>.Of(rollback) : null)
            .Times(sorted, state => state.CreatedAt)
            .Times(sorted, state => state.UpdatedAt)
            .Longs(sorted, state => state.Revision)
            .RunLaterAsync();
        _reserved.ExceptWith(sorted.Select(state => state.Key));
    }

    public async Task AddVersionsAsync(IReadOnlyCollection<StoredVersion> versions, CancellationToken cancellationToken)
    {
        StoredVersion[] written = [.. versions.Where(version => version.CopyOf is null)];
        if (written.Length > 0)
        {
            await Told(Numbered("add_versions", written).Column(written, NpgsqlDbType.Json, version => version.Data), written).RunLaterAsync();
        }

        StoredVersion[] copied = [.. versions.Where(version => version.CopyOf is not null)];
        if (copied.Length > 0)
        {
            await Told(Numbered("copy_versions", copied).Column(copied, NpgsqlDbType.Integer, version => version.CopyOf), copied).RunLaterAsync();
        }
    }

    public async Task RemoveVersionsAsync(IReadOnlyCollection<(ContextKey Context, int Version)> versions, CancellationToken cancellationToken)
    {
        if (versions.Count > 0)
        {
            await Keyed("remove_versions", [.. versions.Select(version => version.Context)])
                .Column(versions, NpgsqlDbType.Integer, version => version.Version)
                .RunLaterAsync();
        }
    }

    public async Task SaveCheckpointsAsync(IReadOnlyCollection<StoredCheckpoint> checkpoints, CancellationToken cancellationToken)
    {
        if (checkpoints.Count > 0)
        {
            await Keyed("save_checkpoints", [.. checkpoints.Select(checkpoint => checkpoint.Context)])
                .Texts(checkpoints, checkpoint => checkpoint.Checkpoint)
                .Column(checkpoints, NpgsqlDbType.Integer, checkpoint => checkpoint.Version)
                .RunLaterAsync();
        }
    }

    public async Task RemoveCheckpointsAsync(
        IReadOnlyCollection<(ContextKey Context, string Checkpoint)> checkpoints, CancellationToken cancellationToken)
    {
        if (checkpoints.Count > 0)
        {
            await Keyed("remove_checkpoints", [.. checkpoints.Select(checkpoint => checkpoint.Context)])
                .Texts(checkpoints, checkpoint => checkpoint.Checkpoint)
                .RunLaterAsync();
        }
    }

    private PostgresStatement Numbered(string name, StoredVersion[] versions) => Keyed(name, [.. versions.Select(version => version.Context)])
        .Column(versions, NpgsqlDbType.Integer, version => version.Version.Version)
        .Column(versions, NpgsqlDbType.Uuid, version => version.MessageId);

    private static PostgresStatement Told(PostgresStatement statement, StoredVersion[] versions) => statement
        .Texts(versions, version => version.Version.ChangeDescription)
        .Texts(versions, version => version.Version.CreatedBy)
        .Times(versions, version => version.Version.CreatedAt)
        .Column(versions, NpgsqlDbType.Integer, version => version.Version.RollbackPointer);

    private PostgresStatement Keyed(string name, IReadOnlyCollection<ContextKey> keys) => work.Statement($"Contexts/Postgres/{name}.sql")
        .Texts(keys, key => key.Workspace)
        .Texts(keys, key => key.AgentId)
        .Texts(keys, key => key.Name);

    private static ContextKey Key(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2));

    private static ContextState State(NpgsqlDataReader row) => new()
    {
        Key = Key(row),
        CurrentVersion = row.GetInt32(3),
        Versions = row.GetInt32(4),
        RollbackPointer = row.Nullable<int?>(5),
        RollbackState = row.Nullable<string>(6) is { } rollback ? WireWords<RollbackState>.Read(rollback) : null,
        CreatedAt = row.GetFieldValue<DateTimeOffset>(7),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(8),
        Revision = row.GetInt64(9),
    };
}
