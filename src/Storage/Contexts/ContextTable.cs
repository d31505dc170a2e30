using AgentRegistry.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Contexts;

internal sealed class ContextTable(ModelTransaction transaction) : IContextTable
{
    private readonly Dictionary<ContextKey, ContextRow> _locked = [];

    /// <summary>Gives up the names that were reserved and then not created. Call it before the commit.</summary>
    public void Release()
    {
        foreach (var row in _locked.Values.Where(row => row.CurrentVersion == 0))
        {
            transaction.Changes.Remove(row);
        }
    }

    public async Task<IReadOnlyDictionary<ContextKey, ContextState>> LockAsync(
        IReadOnlyCollection<ContextKey> keys, IReadOnlyCollection<ContextKey> created, CancellationToken cancellationToken)
    {
        var rows = await LockRowsAsync(keys, created, cancellationToken);
        return rows.Where(row => row.CurrentVersion > 0).Select(State).ToDictionary(state => state.Key);
    }

    public async Task<IReadOnlyDictionary<ContextKey, ContextHistory>> ReadHistoryAsync(IReadOnlyCollection<ContextKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return new Dictionary<ContextKey, ContextHistory>();
        }

        // Versions and checkpoints in one statement: a checkpoint is a row that has a name.
        var context = await transaction.ReadyAsync(cancellationToken);
        var rows = await context.Rows<ContextVersionRow>(Columns(keys))
            .Select(row => new { row.Workspace, row.AgentId, row.Name, row.Version, row.RollbackPointer, MessageId = (Guid?)row.MessageId, Checkpoint = (string?)null })
            .Concat(context.Rows<ContextCheckpointRow>(Columns(keys))
                .Select(row => new { row.Workspace, row.AgentId, row.Name, row.Version, RollbackPointer = (int?)null, MessageId = (Guid?)null, Checkpoint = (string?)row.Checkpoint }))
            .ToListAsync(cancellationToken);
        return rows.GroupBy(row => new ContextKey(row.Workspace, row.AgentId, row.Name)).ToDictionary(
            history => history.Key,
            history => new ContextHistory(
                [.. history.Where(row => row.Checkpoint is null).OrderBy(row => row.Version).Select(row => new KeptVersion(row.Version, row.RollbackPointer, row.MessageId.GetValueOrDefault()))],
                history.Where(row => row.Checkpoint is not null).ToDictionary(row => row.Checkpoint!, row => row.Version, StringComparer.Ordinal)));
    }

    public async Task DeleteAsync(IReadOnlyCollection<ContextKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return;
        }

        // Versions and checkpoints go with their context: fk_version_context, fk_checkpoint_context.
        var context = await transaction.ReadyAsync(cancellationToken);
        await context.Rows<ContextRow>(Columns(keys)).ExecuteDeleteAsync(cancellationToken);
        foreach (var key in keys)
        {
            if (_locked.Remove(key, out var row))
            {
                context.Entry(row).State = EntityState.Detached;
            }
        }
    }

    public async Task SaveAsync(IReadOnlyCollection<ContextState> states, CancellationToken cancellationToken)
    {
        // A new context is reserved before its version, which refers to it as it refers to its version.
        List<ContextKey> missing = [.. states.Select(state => state.Key).Where(key => !_locked.ContainsKey(key))];
        if (missing.Count > 0)
        {
            await LockRowsAsync(missing, missing, cancellationToken);
        }

        foreach (var state in states)
        {
            var row = _locked[state.Key];
            row.CurrentVersion = state.CurrentVersion;
            row.Versions = state.Versions;
            row.RollbackPointer = state.RollbackPointer;
            row.RollbackState = state.RollbackState;
            row.CreatedAt = state.CreatedAt;
            row.UpdatedAt = state.UpdatedAt;
            row.Revision = state.Revision;
        }
    }

    public async Task AddVersionsAsync(IReadOnlyCollection<StoredVersion> versions, CancellationToken cancellationToken)
    {
        foreach (var stored in versions)
        {
            var key = stored.Context;
            transaction.Changes.Add(new ContextVersionRow
            {
                Workspace = key.Workspace,
                AgentId = key.AgentId,
                Name = key.Name,
                Version = stored.Version.Version,
                MessageId = stored.MessageId,
                ChangeDescription = stored.Version.ChangeDescription,
                CreatedBy = stored.Version.CreatedBy,
                CreatedAt = stored.Version.CreatedAt,
                RollbackPointer = stored.Version.RollbackPointer,
                Data = stored.Data ?? await ReadDataAsync(key, stored.CopyOf.GetValueOrDefault(), cancellationToken),
            });
        }
    }

    public async Task RemoveVersionsAsync(IReadOnlyCollection<(ContextKey Context, int Version)> versions, CancellationToken cancellationToken)
    {
        foreach (var removed in versions.GroupBy(version => version.Context, version => version.Version))
        {
            var (key, numbers) = (removed.Key, removed.ToArray());
            await (await transaction.ReadyAsync(cancellationToken)).ContextVersions
                .Where(row => row.Workspace == key.Workspace && row.AgentId == key.AgentId && row.Name == key.Name && numbers.Contains(row.Version))
                .ExecuteDeleteAsync(cancellationToken);
        }
    }

    public async Task SaveCheckpointsAsync(IReadOnlyCollection<StoredCheckpoint> checkpoints, CancellationToken cancellationToken)
    {
        if (checkpoints.Count == 0)
        {
            return;
        }

        var context = await transaction.ReadyAsync(cancellationToken);
        foreach (var (key, checkpoint, version) in checkpoints)
        {
            var saved = await context.Checkpoints.AsTracking().SingleOrDefaultAsync(
                row => row.Workspace == key.Workspace && row.AgentId == key.AgentId && row.Name == key.Name && row.Checkpoint == checkpoint, cancellationToken)
                ?? context.Add(new ContextCheckpointRow { Workspace = key.Workspace, AgentId = key.AgentId, Name = key.Name, Checkpoint = checkpoint }).Entity;
            saved.Version = version;
        }
    }

    public async Task RemoveCheckpointsAsync(
        IReadOnlyCollection<(ContextKey Context, string Checkpoint)> checkpoints, CancellationToken cancellationToken)
    {
        foreach (var removed in checkpoints.GroupBy(checkpoint => checkpoint.Context, checkpoint => checkpoint.Checkpoint))
        {
            var (key, names) = (removed.Key, removed.ToArray());
            await (await transaction.ReadyAsync(cancellationToken)).Checkpoints
                .Where(row => row.Workspace == key.Workspace && row.AgentId == key.AgentId && row.Name == key.Name && names.Contains(row.Checkpoint))
                .ExecuteDeleteAsync(cancellationToken);
        }
    }

    private async Task<List<ContextRow>> LockRowsAsync(
        IReadOnlyCollection<ContextKey> keys, IReadOnlyCollection<ContextKey> created, CancellationToken cancellationToken)
    {
        var context = await transaction.ReadyAsync(cancellationToken);
        if (created.Count > 0)
        {
            await context.ReserveAsync<ContextRow>(Columns(created), cancellationToken);
        }

        var rows = keys.Count == 0 ? [] : await context.Rows<ContextRow>(Columns(keys), locked: true).AsTracking().ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            _locked[new(row.Workspace, row.AgentId, row.Name)] = row;
        }

        return rows;
    }

    private async Task<string> ReadDataAsync(ContextKey key, int version, CancellationToken cancellationToken) =>
        await (await transaction.ReadyAsync(cancellationToken)).ContextVersions
            .Where(row => row.Workspace == key.Workspace && row.AgentId == key.AgentId && row.Name == key.Name && row.Version == version)
            .Select(row => row.Data)
            .SingleAsync(cancellationToken);

    private static List<string[]> Columns(IReadOnlyCollection<ContextKey> keys) => [.. keys.Select(key => (string[])[key.Workspace, key.AgentId, key.Name])];

    private static ContextState State(ContextRow row) => new()
    {
        Key = new(row.Workspace, row.AgentId, row.Name),
        CurrentVersion = row.CurrentVersion,
        Versions = row.Versions,
        RollbackPointer = row.RollbackPointer,
        RollbackState = row.RollbackState,
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        Revision = row.Revision,
    };
}
