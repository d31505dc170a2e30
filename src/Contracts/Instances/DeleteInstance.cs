namespace AgentRegistry.Contracts;

/// <summary>
/// Command: an instance ends, and its agent with it. To delete the agent does the same. Answered with <see cref="InstanceAccepted"/>,
/// <see cref="InstanceNotFound"/> or <see cref="RequestRejected"/>.
/// </summary>
public sealed record DeleteInstance
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The instance's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which instance: its id, which is its agent's. Required.</summary>
    public string InstanceId { get; init; } = "";
}
