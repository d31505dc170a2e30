namespace AgentRegistry.Contracts;

/// <summary>
/// Command: a checkpoint loses its name; the version stays until the history's limit takes it. Answered with
/// <see cref="ContextAccepted"/>, <see cref="ContextNotFound"/> also when there is no such checkpoint, or <see cref="RequestRejected"/>.
/// </summary>
public sealed record RemoveCheckpoint
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The context's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Which of the agent's contexts. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which checkpoint. Required.</summary>
    public string Checkpoint { get; init; } = "";
}
