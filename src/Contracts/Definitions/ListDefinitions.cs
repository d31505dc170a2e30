namespace AgentRegistry.Contracts;

/// <summary>Request: the definitions of a workspace that pass the filter, by slug. Answered with <see cref="DefinitionPage"/> or <see cref="RequestRejected"/>.</summary>
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

/// <summary>Answer: a page of definitions.</summary>
public sealed record DefinitionPage
{
    /// <summary>The definitions, by slug.</summary>
    public IReadOnlyList<AgentDefinition> Definitions { get; init; } = [];

    /// <summary>The limit that held.</summary>
    public int Limit { get; init; }

    /// <summary>Gives the next page; absent on the last.</summary>
    public string? NextCursor { get; init; }
}
