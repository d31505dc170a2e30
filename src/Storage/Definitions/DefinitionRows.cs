using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Json;

namespace AgentRegistry.Storage.Definitions;

/// <summary>What both sides make of their rows alike.</summary>
internal static class DefinitionRows
{
    public static string Text(DefinitionContent content) => JsonSerializer.Serialize(content, WireJson.Options);

    public static DefinitionContent Content(string text) =>
        JsonSerializer.Deserialize<DefinitionContent>(text, WireJson.Options) ?? throw new InvalidOperationException("A version of a definition says nothing.");

    /// <summary>The newest version's label is the registry's own, and the others are read.</summary>
    public static IReadOnlyList<DefinitionLabel> Labels(IEnumerable<DefinitionLabel> set, int currentVersion) =>
    [
        .. set.Append(new DefinitionLabel { Label = DefinitionVersionName.Latest, Version = currentVersion }).OrderBy(label => label.Label, StringComparer.Ordinal),
    ];

    /// <summary>The number that a version's name stands for, as far as it needs no label's row.</summary>
    public static (int? Number, string? Label) Named(string? version) =>
        version is null or DefinitionVersionName.Latest ? (null, null)
        : DefinitionVersionName.TryNumber(version, out var number) ? (number, null)
        : (null, version);

    /// <summary>From one row more than the page holds, which tells that there is another page.</summary>
    public static DefinitionPage Page(IReadOnlyList<AgentDefinition> definitions, int limit) => new()
    {
        Definitions = [.. definitions.Take(limit)],
        Limit = limit,
        NextCursor = definitions.Count > limit ? PageCursor.Write(definitions[limit - 1].Slug) : null,
    };

    /// <summary>From one row more than the page holds.</summary>
    public static DefinitionVersionPage Page(AgentDefinition definition, IReadOnlyList<DefinitionVersion> versions, int limit) => new()
    {
        Slug = definition.Slug,
        CurrentVersion = definition.CurrentVersion,
        Versions = [.. versions.Take(limit)],
        NextBefore = versions.Count > limit ? versions[limit - 1].Version : null,
    };

    /// <summary>Where a list goes on; without a cursor before all there is.</summary>
    public static string Start(ListDefinitions query) => query.Cursor is not null && PageCursor.TryRead(query.Cursor, out var slug) ? slug : "";

    /// <summary>Null where one of them is not there.</summary>
    public static DefinitionDiff? Diff(DefinitionDetails? from, DefinitionDetails? to) => from is null || to is null ? null : new()
    {
        Slug = from.Slug,
        From = from.Read.Version,
        To = to.Read.Version,
        Patch = JsonPatch.Between(
            JsonSerializer.SerializeToElement(from.Content, WireJson.Options), JsonSerializer.SerializeToElement(to.Content, WireJson.Options)),
    };
}
