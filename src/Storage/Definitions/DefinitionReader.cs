using System.Linq.Expressions;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Json;
using AgentRegistry.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Definitions;

internal sealed class DefinitionReader(ModelSource model) : IDefinitionReader
{
    /// <summary>All of a version but its content.</summary>
    private static readonly Expression<Func<DefinitionVersionRow, DefinitionVersion>> WithoutContent = row => new()
    {
        Version = row.Version,
        ChangeDescription = row.ChangeDescription,
        CreatedBy = row.CreatedBy,
        CreatedAt = row.CreatedAt,
        RestoredFrom = row.RestoredFrom,
    };

    private static readonly Func<DefinitionVersionRow, DefinitionVersion> ToVersion = WithoutContent.Compile();

    public async Task<DefinitionDetails?> FindAsync(DefinitionKey key, string? version, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        await using var moment = await context.OneMomentAsync(cancellationToken);
        var definitions = context.Definitions.Where(row => row.Workspace == key.Workspace && row.Slug == key.Slug);
        var versions = context.DefinitionVersions.Where(row => row.Workspace == key.Workspace && row.Slug == key.Slug);
        var labels = context.Labels.Where(row => row.Workspace == key.Workspace && row.Slug == key.Slug);
        var found =
            version is null or DefinitionVersionName.Latest
                ? from row in definitions from read in versions where read.Version == row.CurrentVersion select new { row, read }
            : DefinitionVersionName.TryNumber(version, out var number)
                ? from row in definitions from read in versions where read.Version == number select new { row, read }
            : from row in definitions from label in labels where label.Label == version from read in versions where read.Version == label.Version select new { row, read };
        if (await found.SingleOrDefaultAsync(cancellationToken) is not { } one)
        {
            return null;
        }

        // The newest version's label is the registry's own.
        var set = await labels.Select(row => new DefinitionLabel { Label = row.Label, Version = row.Version }).ToListAsync(cancellationToken);
        return new(Definition(one.row))
        {
            Read = ToVersion(one.read),
            Content = DefinitionTable.Content(one.read.Content),
            Labels = [.. set.Append(new() { Label = DefinitionVersionName.Latest, Version = one.row.CurrentVersion }).OrderBy(label => label.Label, StringComparer.Ordinal)],
        };
    }

    public async Task<DefinitionVersionPage?> ListVersionsAsync(DefinitionKey key, int? before, int limit, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        if (await context.Definitions.SingleOrDefaultAsync(row => row.Workspace == key.Workspace && row.Slug == key.Slug, cancellationToken) is not { } found)
        {
            return null;
        }

        var end = before ?? int.MaxValue;
        var versions = await context.DefinitionVersions
            .Where(row => row.Workspace == key.Workspace && row.Slug == key.Slug && row.Version < end)
            .OrderByDescending(row => row.Version)
            .Take(limit + 1)
            .Select(WithoutContent)
            .ToListAsync(cancellationToken);
        return new()
        {
            Slug = found.Slug,
            CurrentVersion = found.CurrentVersion,
            Versions = [.. versions.Take(limit)],
            NextBefore = versions.Count > limit ? versions[limit - 1].Version : null,
        };
    }

    public async Task<DefinitionDiff?> DiffAsync(DefinitionKey key, string from, string? to, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, from, cancellationToken) is not { } before || await FindAsync(key, to, cancellationToken) is not { } after)
        {
            return null;
        }

        return new()
        {
            Slug = before.Slug,
            From = before.Read.Version,
            To = after.Read.Version,
            Patch = JsonPatch.Between(
                JsonSerializer.SerializeToElement(before.Content, WireJson.Options), JsonSerializer.SerializeToElement(after.Content, WireJson.Options)),
        };
    }

    public async Task<DefinitionPage> ListAsync(ListDefinitions query, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        var start = query.Cursor is not null && PageCursor.TryRead(query.Cursor, out var slug) ? slug : "";
        var definitions = context.Definitions.Where(row => row.Workspace == query.Workspace && string.Compare(row.Slug, start) > 0);
        if (query.Type is { } type)
        {
            definitions = definitions.Where(row => row.Type == type);
        }

        if (query.Enabled is { } enabled)
        {
            definitions = definitions.Where(row => row.Enabled == enabled);
        }

        if (query.Text is not null)
        {
            var text = DefinitionState.Folded(query.Text);
            definitions = definitions.Where(row => row.Searched.Contains(text));
        }

        var rows = await definitions.OrderBy(row => row.Slug).Take(query.Limit + 1).ToListAsync(cancellationToken);
        return new()
        {
            Definitions = [.. rows.Take(query.Limit).Select(Definition)],
            Limit = query.Limit,
            NextCursor = rows.Count > query.Limit ? PageCursor.Write(rows[query.Limit - 1].Slug) : null,
        };
    }

    private static AgentDefinition Definition(DefinitionRow row) => new()
    {
        Workspace = row.Workspace,
        Slug = row.Slug,
        CurrentVersion = row.CurrentVersion,
        Enabled = row.Enabled,
        Name = row.Name,
        Type = row.Type,
        Description = row.Description,
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        Revision = row.Revision,
    };
}
