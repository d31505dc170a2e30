namespace AgentRegistry.Contracts;

/// <summary>
/// Command: set status, switch on or off, start or stop draining, for one agent or many. <c>status: offline</c> is the graceful
/// leave: the agent is offline at once, without waiting for its lease. What is left out stays as it is. Answered with
/// <see cref="AgentsAccepted"/>, <see cref="RequestRejected"/> or, for one agent with a revision, <see cref="RevisionConflict"/>.
/// </summary>
public sealed record ChangeAgentStatus
{
    /// <summary>Identifies this message in logs and error queues. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required; one sent before the last accepted change of this kind changes nothing.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The agents must be of this workspace; 1–128 of the characters of an id. Absent: whichever each is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>1–1,000 agent ids.</summary>
    public IReadOnlyList<string> AgentIds { get; init; } = [];

    /// <summary>The new status. Absent: as it was.</summary>
    public AgentStatus? Status { get; init; }

    /// <summary>False: no work is routed to the agent until it is true again. Absent: as it was.</summary>
    public bool? Enabled { get; init; }

    /// <summary>True: the agent takes no new work. Absent: as it was.</summary>
    public bool? Draining { get; init; }

    /// <summary>Why, for people; up to 512 characters. Absent: none.</summary>
    public string? Reason { get; init; }

    /// <summary>Do it only if the agent still has this revision; only with a single agent. Absent: do it whatever it is.</summary>
    public long? ExpectedRevision { get; init; }
}
