namespace AgentRegistry.Contracts;

/// <summary>Request: a page of the versions of an agent's registration, the newest first. Answered with <see cref="RegistrationVersionPage"/>, <see cref="AgentNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record ListRegistrationVersions
{
    /// <summary>The agent must be of this workspace; 1–128 of the characters of an id. Absent: whichever it is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whose registration. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>How many at most, 1–1,000. Absent: 100.</summary>
    public int Limit { get; init; } = Defaults.PageSize;

    /// <summary>Those before this version, 1 or more. Absent: from the newest.</summary>
    public int? Before { get; init; }
}

/// <summary>Answer: a page of the versions of an agent's registration. Those that the history's limit has taken are not in it.</summary>
public sealed record RegistrationVersionPage
{
    /// <summary>Whose registration.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The version that holds.</summary>
    public int CurrentVersion { get; init; }

    /// <summary>The versions, the newest first.</summary>
    public IReadOnlyList<RegistrationVersion> Versions { get; init; } = [];

    /// <summary>How many are kept.</summary>
    public int Total { get; init; }

    /// <summary>What to ask for next as <c>before</c>; absent on the last page.</summary>
    public int? NextBefore { get; init; }
}
