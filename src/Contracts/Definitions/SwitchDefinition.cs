namespace AgentRegistry.Contracts;

/// <summary>
/// Command: agents may, or may not, be spawned from a definition. That is no new version, and instances that there are stay. Answered
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
