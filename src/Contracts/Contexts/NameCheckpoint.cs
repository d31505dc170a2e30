namespace AgentRegistry.Contracts;

/// <summary>
/// Command: a version of a context gets a name, by which it is kept beyond the history's limit. A name that the context has already
/// moves to this version. Answered with <see cref="ContextAccepted"/>, <see cref="ContextNotFound"/> also when there is no such
/// version, <see cref="ContextConflict"/> when it has as many checkpoints as it may, or <see cref="RequestRejected"/>.
/// </summary>
public sealed record NameCheckpoint
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

    /// <summary>The checkpoint's name, unique within the context; 1–128 of letters, digits, <c>. _ : -</c>. Required.</summary>
    public string Checkpoint { get; init; } = "";

    /// <summary>Which version, 1 or more. Absent: the current one.</summary>
    public int? Version { get; init; }
}
