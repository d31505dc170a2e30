namespace AgentRegistry.Contracts;

/// <summary>
/// Command: an agent's registration is as an earlier version was. That is a new version; nothing is taken back. It holds until the
/// agent itself registers again and says otherwise. Answered with <see cref="AgentAccepted"/>, <see cref="AgentNotFound"/>,
/// <see cref="RegistrationVersionNotFound"/>, <see cref="RequestRejected"/> or <see cref="RevisionConflict"/>.
/// </summary>
public sealed record RestoreRegistration
{
    /// <summary>Identifies this message in logs and error queues. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required; one sent before the last accepted restoration or change of capabilities changes nothing.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The agent must be of this workspace; 1–128 of the characters of an id. Absent: whichever it is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whose registration. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The version to restore, 1 or more. Required.</summary>
    public int Version { get; init; }

    /// <summary>Who does it; up to 128 characters. Absent: nobody is named.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>Do it only if the agent still has this revision. Absent: do it whatever it is.</summary>
    public long? ExpectedRevision { get; init; }
}
