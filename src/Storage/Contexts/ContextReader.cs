using System.Linq.Expressions;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Json;
using AgentRegistry.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Contexts;

internal sealed class ContextReader(ModelSource model) : IContextReader
{
    /// <summary>All of a version but its data.</summary>
    private static readonly Expression<Func<ContextVersionRow, ContextVersion>> WithoutData = row => new()
    {
        Version = row.Version,
        ChangeDescription = row.ChangeDescription,
        CreatedBy = row.CreatedBy,
        CreatedAt = row.CreatedAt,
        RollbackPointer = row.RollbackPointer,
    };

    private static readonly Func<ContextVersionRow, ContextVersion> ToVersion = WithoutData.Compile();

    public async Task<ContextDetails?> FindAsync(ContextKey key, int? version, string? checkpoint, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        await using var moment = await context.OneMomentAsync(cancellationToken);
        var contexts = context.Contexts.Where(row => row.Workspace == key.Workspace && row.AgentId == key.AgentId && row.Name == key.Name);
        var versions = context.ContextVersions.Where(row => row.Workspace == key.Workspace && row.AgentId == key.AgentId && row.Name == key.Name);
        var checkpoints = context.Checkpoints.Where(row => row.Workspace == key.Workspace && row.AgentId == key.AgentId && row.Name == key.Name);
        var found =
            version is { } number ? from row in contexts from read in versions where read.Version == number select new { row, read }
            : checkpoint is null ? from row in contexts from read in versions where read.Version == row.CurrentVersion select new { row, read }
            : from row in contexts
              from named in checkpoints
              where named.Checkpoint == checkpoint
              from read in versions
              where read.Version == named.Version
              select new { row, read };
        if (await found.SingleOrDefaultAsync(cancellationToken) is not { } one)
        {
            return null;
        }

        return new(Shared(one.row))
        {
            Read = ToVersion(one.read),
            Data = JsonSerializer.Deserialize<JsonElement>(one.read.Data),
            Checkpoints = await checkpoints.OrderBy(row => row.Checkpoint)
                .Select(row => new ContextCheckpoint { Checkpoint = row.Checkpoint, Version = row.Version }).ToListAsync(cancellationToken),
        };
    }

    public async Task<ContextVersionPage?> ListVersionsAsync(ContextKey key, int? before, int limit, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        var found = await context.Contexts
            .SingleOrDefaultAsync(row => row.Workspace == key.Workspace && row.AgentId == key.AgentId && row.Name == key.Name, cancellationToken);
        if (found is null)
        {
            return null;
        }

        var end = before ?? int.MaxValue;
        var versions = await context.ContextVersions
            .Where(row => row.Workspace == key.Workspace && row.AgentId == key.AgentId && row.Name == key.Name && row.Version < end)
            .OrderByDescending(row => row.Version)
            .Take(limit + 1)
            .Select(WithoutData)
            .ToListAsync(cancellationToken);
        return new()
        {
            AgentId = found.AgentId,
            Name = found.Name,
            CurrentVersion = found.CurrentVersion,
            Versions = [.. versions.Take(limit)],
            Total = found.Versions,
            NextBefore = versions.Count > limit ? versions[limit - 1].Version : null,
        };
    }

    public async Task<ContextDiff?> DiffAsync(ContextKey key, int from, int? to, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        var contexts = context.Contexts.Where(row => row.Workspace == key.Workspace && row.AgentId == key.AgentId && row.Name == key.Name);
        var versions = await context.ContextVersions
            .Where(row => row.Workspace == key.Workspace && row.AgentId == key.AgentId && row.Name == key.Name)
            .Where(row => row.Version == from || row.Version == (to ?? contexts.Select(one => one.CurrentVersion).Single()))
            .Select(row => new { row.Version, row.Data })
            .ToDictionaryAsync(row => row.Version, row => row.Data, cancellationToken);
        var target = to ?? versions.Keys.DefaultIfEmpty().Max();
        return !versions.TryGetValue(from, out var before) || !versions.TryGetValue(target, out var after) ? null : new()
        {
            AgentId = key.AgentId,
            Name = key.Name,
            From = from,
            To = target,
            Patch = JsonPatch.Between(JsonSerializer.Deserialize<JsonElement>(before), JsonSerializer.Deserialize<JsonElement>(after)),
        };
    }

    public async Task<ContextPage> ListAsync(ListContexts query, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        var contexts = context.Contexts.Where(row => row.Workspace == query.Workspace);
        var start = query.Cursor is not null && ContextCursor.TryRead(query.Cursor, out var place) ? place : new ContextCursor("", "");

        // The cursor of another agent's list is one of this agent's; nothing beyond the agent is looked at.
        contexts = query.AgentId is { } agentId
            ? contexts.Where(row => row.AgentId == agentId && string.Compare(row.Name, start.Name) > 0)
            : contexts.Where(row => string.Compare(row.AgentId, start.AgentId) >= 0
                && (string.Compare(row.AgentId, start.AgentId) > 0 || string.Compare(row.Name, start.Name) > 0));
        var rows = await contexts.OrderBy(row => row.AgentId).ThenBy(row => row.Name).Take(query.Limit + 1).ToListAsync(cancellationToken);
        return new()
        {
            Contexts = [.. rows.Take(query.Limit).Select(Shared)],
            Limit = query.Limit,
            NextCursor = rows.Count > query.Limit ? new ContextCursor(rows[query.Limit - 1].AgentId, rows[query.Limit - 1].Name).Write() : null,
        };
    }

    private static SharedContext Shared(ContextRow row) => new()
    {
        Workspace = row.Workspace,
        AgentId = row.AgentId,
        Name = row.Name,
        CurrentVersion = row.CurrentVersion,
        VersionCount = row.Versions,
        RollbackPointer = row.RollbackPointer,
        RollbackState = row.RollbackState,
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        Revision = row.Revision,
    };
}
