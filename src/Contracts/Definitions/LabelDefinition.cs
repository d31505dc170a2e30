namespace AgentRegistry.Contracts;

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
