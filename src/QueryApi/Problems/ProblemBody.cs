using AgentRegistry.Contracts;

namespace AgentRegistry.QueryApi.Problems;

/// <summary>What every error of the API looks like: problem details after RFC 9457.</summary>
internal sealed record ProblemBody
{
    /// <summary>Which kind of problem, for programs: a URN that stays the same.</summary>
    public required string Type { get; init; }

    /// <summary>The same for people.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong this time and what helps.</summary>
    public required string Detail { get; init; }

    /// <summary>The path that was asked for.</summary>
    public string? Instance { get; init; }

    /// <summary>For status 400: every field that is wrong, as a path in the request, with what must hold.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Which agent, where it is about one.</summary>
    public string? AgentId { get; init; }

    /// <summary>Which session, where it is about one.</summary>
    public string? SessionId { get; init; }

    /// <summary>Which of the agent's contexts, where it is about one.</summary>
    public string? Context { get; init; }

    /// <summary>Which definition, where it is about one: its slug.</summary>
    public string? Definition { get; init; }

    /// <summary>Which instance, where it is about one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>For a workspace that is full: how many instances it may have.</summary>
    public int? Limit { get; init; }

    /// <summary>For a status that cannot follow: the status that the instance has.</summary>
    public AgentStatus? CurrentStatus { get; init; }

    /// <summary>For a conflict about a context or a definition: the version that it has now; 0 where there is none.</summary>
    public int? CurrentVersion { get; init; }

    /// <summary>For a rollback that was refused: failed.</summary>
    public RollbackState? RollbackState { get; init; }

    /// <summary>For a revision conflict: the revision that the agent has now.</summary>
    public long? CurrentRevision { get; init; }

    /// <summary>When a snapshot is needed: the revision of the feed to go on from.</summary>
    public long? Revision { get; init; }

    /// <summary>The request in the registry's logs and traces.</summary>
    public string? TraceId { get; init; }
}
