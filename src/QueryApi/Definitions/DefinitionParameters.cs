using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Docs;
using AgentRegistry.QueryApi.Reading;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Definitions;

/// <summary>The URL's parameters of a list of definitions. All are text here, so that every faulty one is named and not the first only.</summary>
internal readonly record struct DefinitionListParameters(
    [property: Description("Of agents of this type.")] string? Type,
    [property: Description("Those that are enabled, or those that are not."), DocumentedQuery(typeof(bool))] string? Enabled,
    [property: Description("With this text in slug, name, type, description or a tag, whatever its case.")] string? Text,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Least = 1, Most = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("The next_cursor of the page before.")] string? Cursor)
{
    /// <summary>The list that is asked for, and what of it cannot be read.</summary>
    public (ListDefinitions Query, IReadOnlyList<Fault> Faults) Read(Workspace workspace)
    {
        var text = new QueryText();
        var query = new ListDefinitions
        {
            Workspace = workspace.Id,
            Type = QueryText.Text(Type),
            Enabled = string.IsNullOrEmpty(Enabled) ? null : text.Flag(Enabled, "enabled"),
            Text = QueryText.Text(Text),
            Limit = text.Whole(Limit, "limit", Defaults.PageSize),
            Cursor = QueryText.Text(Cursor),
        };
        return (query, text.Faults);
    }
}

/// <summary>The URL's parameters of a page of versions.</summary>
internal readonly record struct DefinitionVersionsParameters(
    [property: FromRoute] string Slug,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Least = 1, Most = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("Those before this version; the next_before of the page before."), DocumentedQuery(typeof(int), Least = 1)] string? Before)
{
    /// <summary>The question, and what of it cannot be read.</summary>
    public (ListDefinitionVersions Query, IReadOnlyList<Fault> Faults) Read(Workspace workspace)
    {
        var text = new QueryText();
        var query = new ListDefinitionVersions
        {
            Workspace = workspace.Id,
            Slug = Slug,
            Limit = text.Whole(Limit, "limit", Defaults.PageSize),
            Before = text.Whole(Before, "before"),
        };
        return (query, text.Faults);
    }
}

/// <summary>The URL's parameters of a comparison.</summary>
internal readonly record struct DefinitionDiffParameters(
    [property: FromRoute] string Slug,
    [property: Required, Description("The version that the patch is applied to: its number, or a label.")] string? From,
    [property: Description("The version that it gives, instead of the newest.")] string? To)
{
    public DiffDefinition Read(Workspace workspace) =>
        new() { Workspace = workspace.Id, Slug = Slug, From = From ?? "", To = QueryText.Text(To) };
}
