namespace AgentRegistry.Contracts;

/// <summary>
/// Request: a decision that was made, with all that was considered. Answered with <see cref="RouteDecision"/>, <see cref="RouteNotFound"/> or
/// <see cref="RequestRejected"/>.
/// </summary>
public sealed record GetRoute
{
    /// <summary>Whose decision; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which decision. Required.</summary>
    public Guid RouteId { get; init; }
}

/// <summary>Answer: the workspace has no decision of this id; it is kept no longer, or never was.</summary>
public sealed record RouteNotFound
{
    /// <summary>The id that was asked for.</summary>
    public Guid RouteId { get; init; }

    /// <summary>Where it was looked for.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;
}
