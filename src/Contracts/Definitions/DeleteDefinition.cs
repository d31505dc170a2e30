namespace AgentRegistry.Contracts;

/// <summary>
/// Command: delete a definition with all its versions and labels. Answered with <see cref="DefinitionAccepted"/>,
/// <see cref="DefinitionNotFound"/>, <see cref="DefinitionConflict"/> when it has instances or another version than expected, or
/// <see cref="RequestRejected"/>.
/// </summary>
public sealed record DeleteDefinition
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The definition's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which definition: its slug. Required.</summary>
    public string Slug { get; init; } = "";

    /// <summary>The version that it must have now, 1 or more. Absent: whatever it has.</summary>
    public int? ExpectedVersion { get; init; }
}
