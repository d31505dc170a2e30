using AgentRegistry.Contracts;

namespace AgentRegistry.QueryApi.Agents;

/// <summary>What became of a registration: <see cref="AgentAccepted"/>, and its outcome once more as <c>status</c>, as the seeds have it.</summary>
internal sealed record RegistrationResponse
{
    /// <summary>Which agent.</summary>
    public required string AgentId { get; init; }

    /// <summary>The outcome, under the name that older clients read.</summary>
    public required AgentOutcome Status { get; init; }

    /// <summary><c>registered</c>, <c>updated</c>, <c>unchanged</c>, or <c>stale</c>: a newer registration was here first.</summary>
    public required AgentOutcome Outcome { get; init; }

    /// <summary>The agent's revision after it; also the ETag.</summary>
    public required long Revision { get; init; }

    /// <summary>Send a heartbeat this often, in seconds.</summary>
    public required int HeartbeatIntervalSeconds { get; init; }

    /// <summary>A heartbeat is good for this long, in seconds.</summary>
    public required int LeaseSeconds { get; init; }

    public static RegistrationResponse Of(AgentAccepted accepted) => new()
    {
        AgentId = accepted.AgentId,
        Status = accepted.Outcome,
        Outcome = accepted.Outcome,
        Revision = accepted.Revision,
        HeartbeatIntervalSeconds = accepted.HeartbeatIntervalSeconds,
        LeaseSeconds = accepted.LeaseSeconds,
    };
}

/// <summary>What became of a change of many agents.</summary>
internal sealed record BulkStatusResponse
{
    /// <summary>One for each agent, in the order of the request.</summary>
    public required IReadOnlyList<AgentResult> Results { get; init; }

    /// <summary>How many have changed.</summary>
    public required int Updated { get; init; }

    /// <summary>How many were so already.</summary>
    public required int Unchanged { get; init; }

    /// <summary>How many changed nothing because a newer command was here first.</summary>
    public required int Stale { get; init; }

    /// <summary>How many are not registered.</summary>
    public required int NotFound { get; init; }

    public static BulkStatusResponse Of(IReadOnlyList<AgentResult> results) => new()
    {
        Results = results,
        Updated = results.Count(result => result.Outcome == AgentOutcome.Updated),
        Unchanged = results.Count(result => result.Outcome == AgentOutcome.Unchanged),
        Stale = results.Count(result => result.Outcome == AgentOutcome.Stale),
        NotFound = results.Count(result => result.Outcome == AgentOutcome.NotFound),
    };
}
