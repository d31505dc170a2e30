namespace AgentRegistry.Contracts;

/// <summary>
/// Command: delete a context with all its versions and checkpoints. Answered with <see cref="ContextAccepted"/>,
/// <see cref="ContextNotFound"/>, <see cref="ContextConflict"/> when it has another version than expected, or <see cref="RequestRejected"/>.
/// </summary>
public sealed record DeleteContext
{
    /// <summary>Identifies this message: a second one of the same id has no effect, also when the context is there again. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The context's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Which of the agent's contexts. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>The version that it must have now, 1 or more. Absent: whatever it has.</summary>
    public int? ExpectedVersion { get; init; }
}
