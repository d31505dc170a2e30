namespace AgentRegistry.Contracts;

/// <summary>Command: replace the capabilities of a registered agent. Answered with <see cref="AgentAccepted"/>, <see cref="AgentNotFound"/>, <see cref="RequestRejected"/> or <see cref="RevisionConflict"/>.</summary>
public sealed record UpdateAgentCapabilities
{
    /// <summary>Identifies this message in logs and error queues. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required; one sent before the last accepted change of this kind, or restoration of a version, changes nothing.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The agent must be of this workspace; 1–128 of the characters of an id. Absent: whichever it is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whose capabilities. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Up to 512, each name once. An empty list takes all away.</summary>
    public IReadOnlyList<Capability> Capabilities { get; init; } = [];

    /// <summary>Who does it, for the history of the registration; up to 128 characters. Absent: nobody is named.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>Do it only if the agent still has this revision. Absent: do it whatever it is.</summary>
    public long? ExpectedRevision { get; init; }
}
