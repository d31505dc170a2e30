namespace AgentRegistry.Contracts;

/// <summary>Request: a definition with what one of its versions says. Answered with <see cref="DefinitionDetails"/>, <see cref="DefinitionNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetDefinition
{
    /// <summary>The definition's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which definition: its slug. Required.</summary>
    public string Slug { get; init; } = "";

    /// <summary>Which version: its number, or a label. Absent: <c>latest</c>.</summary>
    public string? Version { get; init; }
}
