namespace AgentRegistry.Contracts;

/// <summary>Request: a page of a definition's versions, the newest first. Answered with <see cref="DefinitionVersionPage"/>, <see cref="DefinitionNotFound"/> or <see cref="RequestRejected"/>.</summary>
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

/// <summary>Answer: a page of a definition's versions.</summary>
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
