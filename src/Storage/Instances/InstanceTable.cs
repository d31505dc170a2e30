using AgentRegistry.Contracts;
using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Instances;

internal sealed class InstanceTable(ModelTransaction transaction) : IInstanceTable
{
    public static InstanceError? Error(InstanceRow row) => row is { LastError: { } message, LastErrorAt: { } at } ? new() { Message = message, At = at } : null;

    public async Task<int> LockRoomAsync(string workspace, CancellationToken cancellationToken)
    {
        var context = await transaction.ReadyAsync(cancellationToken);
        string[][] rooms = [[workspace]];
        await context.ReserveAsync<InstanceRoomRow>(rooms, cancellationToken);
        await context.Rows<InstanceRoomRow>(rooms, locked: true).ToListAsync(cancellationToken);

        // A statement of its own: it sees what was committed while this one waited for the room.
        return await context.Instances.CountAsync(row => row.Workspace == workspace, cancellationToken);
    }

    public async Task<int> CountAsync(DefinitionKey definition, CancellationToken cancellationToken) =>
        await (await transaction.ReadyAsync(cancellationToken)).Instances
            .CountAsync(row => row.Workspace == definition.Workspace && row.Slug == definition.Slug, cancellationToken);

    public async Task<InstanceState?> LockAsync(InstanceKey key, CancellationToken cancellationToken) =>
        await LockRowAsync(key, cancellationToken) is { } row ? State(row) : null;

    public async Task SaveAsync(InstanceState state, CancellationToken cancellationToken)
    {
        // What it was spawned from never changes.
        var row = await LockRowAsync(state.Key, cancellationToken) ?? transaction.Changes.Add(new InstanceRow
        {
            Workspace = state.Key.Workspace,
            Id = state.Key.Id,
            Slug = state.Definition,
            Version = state.Version,
            Project = state.Project,
            Name = state.Name,
            CreatedAt = state.CreatedAt,
        }).Entity;
        row.Configuration = state.Configuration;
        row.LastError = state.LastError?.Message;
        row.LastErrorAt = state.LastError?.At;
        row.UpdatedAt = state.UpdatedAt;
        row.Revision = state.Revision;
    }

    public async Task DeleteAsync(IReadOnlyCollection<string> agentIds, CancellationToken cancellationToken)
    {
        if (agentIds.Count > 0)
        {
            var context = await transaction.ReadyAsync(cancellationToken);
            foreach (var entry in context.ChangeTracker.Entries<InstanceRow>().Where(entry => agentIds.Contains(entry.Entity.Id)).ToList())
            {
                entry.State = EntityState.Detached;
            }

            await context.Instances.Where(row => agentIds.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
        }
    }

    private async Task<InstanceRow?> LockRowAsync(InstanceKey key, CancellationToken cancellationToken)
    {
        if (transaction.Changes.Instances.Local.FindEntryUntyped([key.Workspace, key.Id]) is { } known)
        {
            return known.Entity;
        }

        var context = await transaction.ReadyAsync(cancellationToken);
        return (await context.Rows<InstanceRow>([[key.Workspace, key.Id]], locked: true).AsTracking().ToListAsync(cancellationToken)).SingleOrDefault();
    }

    private static InstanceState State(InstanceRow row) => new()
    {
        Key = new(row.Workspace, row.Id),
        Definition = row.Slug,
        Version = row.Version,
        Project = row.Project,
        Name = row.Name,
        Configuration = row.Configuration,
        LastError = Error(row),
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        Revision = row.Revision,
    };
}
