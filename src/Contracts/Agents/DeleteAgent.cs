namespace AgentRegistry.Contracts;

/// <summary>
/// Command: remove an agent from every store and index; its history stays until retention ends. A registration that was sent
/// before does not bring it back; a later one does. Answered with <see cref="AgentAccepted"/>, <see cref="AgentNotFound"/>,
/// <see cref="RequestRejected"/> or <see cref="RevisionConflict"/>.
/// </summary>
public sealed record DeleteAgent
{
    /// <summary>Identifies this message in logs and error queues. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The agent must be of this workspace; 1–128 of the characters of an id. Absent: whichever it is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whom. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Do it only if the agent still has this revision. Absent: do it whatever it is.</summary>
    public long? ExpectedRevision { get; init; }
}
