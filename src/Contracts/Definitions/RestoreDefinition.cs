namespace AgentRegistry.Contracts;

/// <summary>
/// Command: a definition says again what an earlier version said. That is a new version; nothing is taken back. Answered with
/// <see cref="DefinitionAccepted"/>, <see cref="DefinitionNotFound"/> also when there is no such version or label,
/// <see cref="DefinitionConflict"/> when that is the current version, or it has not the expected one, or <see cref="RequestRejected"/>.
/// </summary>
public sealed record RestoreDefinition
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The definition's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which definition: its slug. Required.</summary>
    public string Slug { get; init; } = "";

    /// <summary>Which version: its number, or a label. Required.</summary>
    public string ToVersion { get; init; } = "";

    /// <summary>The version that it must have now, 1 or more. Absent: whatever it has.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>What was changed and why; up to 1,000 characters. Absent: nothing.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who does it; up to 128 characters. Absent: nobody is named.</summary>
    public string? CreatedBy { get; init; }
}
