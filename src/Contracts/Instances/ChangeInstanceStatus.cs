namespace AgentRegistry.Contracts;

/// <summary>
/// Command: an instance goes over to another status, if that can follow the one it has. Answered with <see cref="InstanceAccepted"/>,
/// <see cref="InstanceNotFound"/>, <see cref="InstanceConflict"/> with the status that it has, or <see cref="RequestRejected"/>.
/// </summary>
public sealed record ChangeInstanceStatus
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The instance's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which instance: its id, which is its agent's. Required.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>The new status. Required.</summary>
    public AgentStatus? Status { get; init; }

    /// <summary>What went wrong; up to 1,000 characters; only with the status <c>error</c>. Kept as the last error. Absent: nothing is said.</summary>
    public string? Error { get; init; }
}
