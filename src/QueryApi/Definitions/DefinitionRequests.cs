using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Definitions;

/// <summary>The URL's parameters of a list of definitions. All are text here, so that every faulty one is named and not the first only.</summary>
internal readonly record struct DefinitionListParameters(
    [property: Description("Of agents of this type.")] string? Type,
    [property: Description("Those that are enabled, or those that are not."), DocumentedQuery(typeof(bool))] string? Enabled,
    [property: Description("With this text in slug, name, type, description or a tag, whatever its case.")] string? Text,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Minimum = 1, Maximum = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("The next_cursor of the page before.")] string? Cursor)
{
    public ListDefinitions Read(Workspace workspace, ApiRequest request) => new()
    {
        Workspace = workspace.Id,
        Type = QueryText.Text(Type),
        Enabled = string.IsNullOrEmpty(Enabled) ? null : request.Text.Flag(Enabled, "enabled"),
        Text = QueryText.Text(Text),
        Limit = request.Text.Whole(Limit, "limit", Defaults.PageSize),
        Cursor = QueryText.Text(Cursor),
    };
}

/// <summary>The URL's parameters of a page of versions.</summary>
internal readonly record struct DefinitionVersionsParameters(
    [property: FromRoute] string Slug,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Minimum = 1, Maximum = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("Those before this version; the next_before of the page before."), DocumentedQuery(typeof(int), Minimum = 1)] string? Before)
{
    public ListDefinitionVersions Read(Workspace workspace, ApiRequest request) => new()
    {
        Workspace = workspace.Id,
        Slug = Slug,
        Limit = request.Text.Whole(Limit, "limit", Defaults.PageSize),
        Before = request.Text.Whole(Before, "before"),
    };
}

/// <summary>The URL's parameters of a comparison.</summary>
internal readonly record struct DefinitionDiffParameters(
    [property: FromRoute] string Slug,
    [property: Required, Description("The version that the patch is applied to: its number, or a label.")] string? From,
    [property: Description("The version that it gives, instead of the newest.")] string? To)
{
    public DiffDefinition Read(Workspace workspace) => new() { Workspace = workspace.Id, Slug = Slug, From = From ?? "", To = QueryText.Text(To) };
}

/// <summary>A definition's new content.</summary>
internal sealed record DefinitionWrite
{
    /// <summary>All of it: what is left out is gone. Required.</summary>
    [Required]
    public DefinitionContent? Content { get; init; }

    /// <summary>What was changed and why; up to 1,000 characters.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who wrote it; up to 128 characters.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>As the header If-Match: the version that it must have now; 0 as If-None-Match: *.</summary>
    public int? ExpectedVersion { get; init; }
}

/// <summary>Back to an earlier version.</summary>
internal sealed record DefinitionRestore
{
    /// <summary>To this version: its number, or a label. Required.</summary>
    [Required]
    public TextOrNumber? ToVersion { get; init; }

    /// <summary>Why; up to 1,000 characters.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who does it; up to 128 characters.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>As the header If-Match: the version that it must have now.</summary>
    public int? ExpectedVersion { get; init; }
}

/// <summary>Enabled or disabled.</summary>
internal sealed record DefinitionSwitch
{
    /// <summary>True: agents may be spawned from it. Required.</summary>
    [Required]
    public bool? Enabled { get; init; }
}

/// <summary>Which version gets the label.</summary>
internal sealed record DefinitionLabelling
{
    /// <summary>The version: its number, or another label. Absent: the newest.</summary>
    public TextOrNumber? Version { get; init; }
}
