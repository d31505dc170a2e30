namespace AgentRegistry.Contracts;

/// <summary>
/// Command: a context has the data of an earlier version again. That is a new version, which points to the earlier one; nothing is
/// taken back. Answered with <see cref="ContextAccepted"/>, <see cref="ContextNotFound"/> also when there is no such version or
/// checkpoint, <see cref="ContextConflict"/> when it is the current version, or not the expected one, or <see cref="RequestRejected"/>.
/// </summary>
public sealed record RollbackContext
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

    /// <summary>To this version, 1 or more. Absent: to <see cref="ToCheckpoint"/>; one of the two is required.</summary>
    public int? ToVersion { get; init; }

    /// <summary>To the version of this checkpoint. Absent: to <see cref="ToVersion"/>.</summary>
    public string? ToCheckpoint { get; init; }

    /// <summary>The version that it must have now, 1 or more. Absent: whatever it has.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>Why; up to 1,000 characters. Absent: nothing.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who does it; up to 128 characters. Absent: nobody is named.</summary>
    public string? CreatedBy { get; init; }
}
