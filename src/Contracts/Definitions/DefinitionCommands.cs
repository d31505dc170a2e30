namespace AgentRegistry.Contracts;

/// <summary>
/// Command: a definition says this from now on, which becomes a new version of it; the first makes the definition. What it says
/// already makes none. Answered with <see cref="DefinitionAccepted"/>, <see cref="DefinitionConflict"/> or <see cref="RequestRejected"/>.
/// </summary>
public sealed record SaveDefinition
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The definition's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Its name in URLs, unique within the workspace; 1–128 of letters, digits, <c>. _ : -</c>. Required.</summary>
    public string Slug { get; init; } = "";

    /// <summary>What it says, whole. Required.</summary>
    public DefinitionContent Content { get; init; } = new();

    /// <summary>The version that it must have now; 0: it must not be there. Absent: whatever it has.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>What was changed and why; up to 1,000 characters. Absent: nothing.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who does it; up to 128 characters. Absent: nobody is named.</summary>
    public string? CreatedBy { get; init; }
}

/// <summary>
/// Command: a definition gets the content of an earlier version again, in a new version; no version is removed. Answered with
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

/// <summary>
/// Command: agents may, or may not, be spawned from a definition. That makes no new version, and existing instances stay. Answered
/// with <see cref="DefinitionAccepted"/>, <see cref="DefinitionNotFound"/> or <see cref="RequestRejected"/>.
/// </summary>
public sealed record SwitchDefinition
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The definition's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which definition: its slug. Required.</summary>
    public string Slug { get; init; } = "";

    /// <summary>True: agents may be spawned from it. Required.</summary>
    public bool? Enabled { get; init; }
}

/// <summary>
/// Command: a version of a definition gets a label. One that the definition has already moves to this version. Answered with
/// <see cref="DefinitionAccepted"/>, <see cref="DefinitionNotFound"/> also when there is no such version,
/// <see cref="DefinitionConflict"/> when it has as many labels as it may, or <see cref="RequestRejected"/>.
/// </summary>
public sealed record LabelDefinition
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The definition's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which definition: its slug. Required.</summary>
    public string Slug { get; init; } = "";

    /// <summary>The label, such as <c>stable</c>; 1–128 of letters, digits, <c>. _ : -</c>, not digits alone and not <c>latest</c>. Required.</summary>
    public string Label { get; init; } = "";

    /// <summary>Which version: its number, or another label. Absent: the newest.</summary>
    public string? Version { get; init; }
}

/// <summary>
/// Command: a version of a definition loses a label; the version stays. Answered with <see cref="DefinitionAccepted"/>,
/// <see cref="DefinitionNotFound"/> also when there is no such label, or <see cref="RequestRejected"/>.
/// </summary>
public sealed record UnlabelDefinition
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The definition's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which definition: its slug. Required.</summary>
    public string Slug { get; init; } = "";

    /// <summary>Which label; <c>latest</c> cannot be removed. Required.</summary>
    public string Label { get; init; } = "";
}

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
