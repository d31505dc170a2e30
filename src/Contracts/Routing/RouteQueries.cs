namespace AgentRegistry.Contracts;

/// <summary>
/// Query: which agent should take this on? Answered with <see cref="RouteDecision"/> or <see cref="RequestRejected"/>. Changes nothing.
/// </summary>
public sealed record RouteQuery
{
    /// <summary>What is to be done, in plain words; 1–131,072 characters with at least one letter or digit. Of a long one the first 128
    /// different words count. Required.</summary>
    public string Query { get; init; } = "";

    /// <summary>How many candidates at most, 1–100. Absent: 3.</summary>
    public int Limit { get; init; } = Defaults.RouteCandidates;

    /// <summary>Only agents that pass these filters; its limit, offset and cursor do not count. Absent: all.</summary>
    public ListAgents? Filter { get; init; }

    /// <summary>
    /// Only agents of this workspace, and the workspace of the session; 1–128 of the characters of an id. Absent: agents of the
    /// filter's, and the session of <c>default</c>.
    /// </summary>
    public string? Workspace { get; init; }

    /// <summary>
    /// The session that it is asked in: a query that says little by itself ("show me more") goes to the agent last called there. One that
    /// does not exist counts as none. Absent: none.
    /// </summary>
    public string? SessionId { get; init; }

    /// <summary>Whether the response lists agents that fit by their text but were left out, with the reason.</summary>
    public bool IncludeRejected { get; init; }
}

/// <summary>Response: the agents that should take it on, best first; or that none fits.</summary>
public sealed record RouteDecision
{
    /// <summary>By which it can be asked for again, as long as decisions are kept: by <see cref="GetRoute"/>.</summary>
    public Guid RouteId { get; init; }

    /// <summary>Whose decision it is.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>When it was made.</summary>
    public DateTimeOffset DecidedAt { get; init; }

    /// <summary>The session that it was asked in.</summary>
    public string? SessionId { get; init; }

    /// <summary>True when the query says little by itself, and goes to the agent last called in the session.</summary>
    public bool FollowsUp { get; init; }

    /// <summary>The query as it was understood; of a long one the first 1,024 characters.</summary>
    public string Query { get; init; } = "";

    /// <summary>False when no agent fits: then there are no candidates, rather than poor ones.</summary>
    public bool Fits { get; init; }

    /// <summary>When no agent fits: why, in plain words. Else absent.</summary>
    public string? Reason { get; init; }

    /// <summary>How sure it is that some agent is for the query, by texts and by what was answered before, 0–1; of a query that follows up, by itself.</summary>
    public double Confidence { get; init; }

    /// <summary>Best first.</summary>
    public IReadOnlyList<RouteCandidate> Candidates { get; init; } = [];

    /// <summary>Those that were left out, best text first; up to 20, and only where they were asked for.</summary>
    public IReadOnlyList<RejectedCandidate> Rejected { get; init; } = [];
}

/// <summary>An agent that can take it on.</summary>
public sealed record RouteCandidate
{
    /// <summary>Which agent.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The capability that fits best; absent when the agent fits by its name, description or tags only.</summary>
    public string? Capability { get; init; }

    /// <summary>That capability's cost.</summary>
    public string? CostEstimate { get; init; }

    /// <summary>Where the agent can be called.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>What it was ranked by, 0–1: how well it fits, by its text and by the queries it answered before, relative to the best one, lowered by its health and load.</summary>
    public double Score { get; init; }

    /// <summary>Its text beside that of the agent whose text fits best, 0–1.</summary>
    public double TextScore { get; init; }

    /// <summary>How many queries it is known to have answered well: the size of the sample.</summary>
    public int AnsweredQueries { get; init; }

    /// <summary>How like this query is to those, 0–1.</summary>
    public double AnsweredLikeness { get; init; }

    /// <summary>Why it stands where it does, in plain words.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Its status.</summary>
    public AgentStatus Status { get; init; }

    /// <summary>Its health.</summary>
    public AgentHealth Health { get; init; }
}

/// <summary>An agent whose text fits, and which cannot take it on, or fits far worse than the best.</summary>
public sealed record RejectedCandidate
{
    /// <summary>Which agent.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its text beside that of the agent whose text fits best, 0–1.</summary>
    public double TextScore { get; init; }

    /// <summary>Why it was left out, in plain words.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>
/// Query: a decision that was made, with all that was considered. Answered with <see cref="RouteDecision"/>, <see cref="RouteNotFound"/> or
/// <see cref="RequestRejected"/>.
/// </summary>
public sealed record GetRoute
{
    /// <summary>Whose decision; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which decision. Required.</summary>
    public Guid RouteId { get; init; }
}

/// <summary>Response: the workspace has no decision of this id; it is kept no longer, or never was.</summary>
[Refusal]
public sealed record RouteNotFound
{
    /// <summary>The id that was asked for.</summary>
    public Guid RouteId { get; init; }

    /// <summary>Where it was looked for.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;
}
