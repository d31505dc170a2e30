using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Instances;

internal sealed class InstanceReader(ModelSource model) : IInstanceReader
{
    public async Task<AgentInstance?> FindAsync(InstanceKey key, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        return await WithAgents(context, key.Workspace).SingleOrDefaultAsync(found => found.Row.Id == key.Id, cancellationToken) is { } found ? Instance(found) : null;
    }

    public async Task<InstancePage> ListAsync(ListInstances query, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        var start = query.Cursor is not null && PageCursor.TryRead(query.Cursor, out var id) ? id : "";
        var instances = WithAgents(context, query.Workspace).Where(found => string.Compare(found.Row.Id, start) > 0);
        if (query.Project is { } project)
        {
            instances = instances.Where(found => found.Row.Project == project);
        }

        if (query.Definition is { } slug)
        {
            instances = instances.Where(found => found.Row.Slug == slug);
        }

        if (query.Status is { } status)
        {
            instances = instances.Where(found => found.Status == status);
        }

        var rows = await instances.OrderBy(found => found.Row.Id).Take(query.Limit + 1).ToListAsync(cancellationToken);
        return new()
        {
            Instances = [.. rows.Take(query.Limit).Select(Instance)],
            Limit = query.Limit,
            NextCursor = rows.Count > query.Limit ? PageCursor.Write(rows[query.Limit - 1].Row.Id) : null,
        };
    }

    /// <summary>An instance's status is its agent's.</summary>
    private static IQueryable<Found> WithAgents(RegistryDbContext context, string workspace) =>
        from row in context.Instances
        join agent in context.Agents on new { row.Workspace, row.Id } equals new { agent.Workspace, agent.Id }
        where row.Workspace == workspace
        select new Found
        {
            Row = row,
            Status = agent.Health == AgentHealth.Offline ? AgentStatus.Offline : agent.ReportedStatus,
            LastHeartbeat = agent.LastHeartbeat,
        };

    private static AgentInstance Instance(Found found) => new()
    {
        Workspace = found.Row.Workspace,
        InstanceId = found.Row.Id,
        Definition = found.Row.Slug,
        DefinitionVersion = found.Row.Version,
        Project = found.Row.Project,
        Name = found.Row.Name,
        Configuration = JsonSerializer.Deserialize<JsonElement>(found.Row.Configuration),
        LastError = InstanceTable.Error(found.Row),
        CreatedAt = found.Row.CreatedAt,
        UpdatedAt = found.Row.UpdatedAt,
        Revision = found.Row.Revision,
        Status = found.Status,
        LastHeartbeat = found.LastHeartbeat,
    };

    private sealed class Found
    {
        public required InstanceRow Row { get; init; }

        public AgentStatus Status { get; init; }

        public DateTimeOffset? LastHeartbeat { get; init; }
    }
}
