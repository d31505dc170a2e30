using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>Query: a definition with what one of its versions says. Answered with <see cref="DefinitionDetails"/>, <see cref="DefinitionNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetDefinition
{
    /// <summary>The definition's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which definition: its slug. Required.</summary>
    public string Slug { get; init; } = "";

    /// <summary>Which version: its number, or a label. Absent: <c>latest</c>.</summary>
    public string? Version { get; init; }
}

/// <summary>Response: a definition with the content of one version.</summary>
public sealed record DefinitionDetails : AgentDefinition
{
    /// <summary>For deserialisation.</summary>
    public DefinitionDetails()
    {
    }

    /// <summary>The definition itself, to which the rest is added.</summary>
    /// <param name="definition">The definition.</param>
    [SetsRequiredMembers]
    public DefinitionDetails(AgentDefinition definition)
        : base(definition)
    {
    }

    /// <summary>The version that was read.</summary>
    [JsonPropertyOrder(1)]
    public DefinitionVersion Read { get; init; } = new();

    /// <summary>What that version says.</summary>
    [JsonPropertyOrder(2)]
    public DefinitionContent Content { get; init; } = new();

    /// <summary>The names of versions, <c>latest</c> among them, by name.</summary>
    [JsonPropertyOrder(3)]
    public IReadOnlyList<DefinitionLabel> Labels { get; init; } = [];
}

/// <summary>Query: the definitions of a workspace that pass the filter, by slug. Answered with <see cref="DefinitionPage"/> or <see cref="RequestRejected"/>.</summary>
public sealed record ListDefinitions
{
    /// <summary>Whose definitions; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Of agents of this type. Absent: of any.</summary>
    public string? Type { get; init; }

    /// <summary>Those that are enabled, or those that are not. Absent: both.</summary>
    public bool? Enabled { get; init; }

    /// <summary>With this text in slug, name, type, description or a tag of the current version, whatever its case; up to 256 characters. Absent: any.</summary>
    public string? Text { get; init; }

    /// <summary>How many at most, 1–1,000. Absent: 100.</summary>
    public int Limit { get; init; } = Defaults.PageSize;

    /// <summary>Go on after the page that gave this cursor. Absent: from the first.</summary>
    public string? Cursor { get; init; }
}

/// <summary>Response: a page of definitions.</summary>
public sealed record DefinitionPage
{
    /// <summary>The definitions, by slug.</summary>
    public IReadOnlyList<AgentDefinition> Definitions { get; init; } = [];

    /// <summary>The limit that held.</summary>
    public int Limit { get; init; }

    /// <summary>Gives the next page; absent on the last.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>Query: a page of a definition's versions, the newest first. Answered with <see cref="DefinitionVersionPage"/>, <see cref="DefinitionNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record ListDefinitionVersions
{
    /// <summary>The definition's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which definition: its slug. Required.</summary>
    public string Slug { get; init; } = "";

    /// <summary>How many at most, 1–1,000. Absent: 100.</summary>
    public int Limit { get; init; } = Defaults.PageSize;

    /// <summary>Those before this version, 1 or more. Absent: from the newest.</summary>
    public int? Before { get; init; }
}

/// <summary>Response: a page of a definition's versions.</summary>
public sealed record DefinitionVersionPage
{
    /// <summary>Which definition.</summary>
    public string Slug { get; init; } = "";

    /// <summary>The newest version, and so how many there are.</summary>
    public int CurrentVersion { get; init; }

    /// <summary>The versions, the newest first.</summary>
    public IReadOnlyList<DefinitionVersion> Versions { get; init; } = [];

    /// <summary>What to ask for next as <c>before</c>; absent on the last page.</summary>
    public int? NextBefore { get; init; }
}

/// <summary>Query: the difference between two versions of a definition. Answered with <see cref="DefinitionDiff"/>, <see cref="DefinitionNotFound"/> also when there is no such version, or <see cref="RequestRejected"/>.</summary>
public sealed record DiffDefinition
{
    /// <summary>The definition's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which definition: its slug. Required.</summary>
    public string Slug { get; init; } = "";

    /// <summary>From this version: its number, or a label. Required.</summary>
    public string From { get; init; } = "";

    /// <summary>To this version, which may be the earlier one. Absent: <c>latest</c>.</summary>
    public string? To { get; init; }
}

/// <summary>Response: the difference between two versions of a definition.</summary>
public sealed record DefinitionDiff
{
    /// <summary>Which definition.</summary>
    public string Slug { get; init; } = "";

    /// <summary>The version that the patch is applied to.</summary>
    public int From { get; init; }

    /// <summary>The version that it gives.</summary>
    public int To { get; init; }

    /// <summary>The operations of a JSON Patch (RFC 6902) on the content as it is over HTTP, in their order; empty where both say the same.</summary>
    public IReadOnlyList<JsonElement> Patch { get; init; } = [];
}
