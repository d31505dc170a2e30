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
