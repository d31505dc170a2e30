namespace AgentRegistry.Contracts;

/// <summary>Request: a context with the data of its current version, or of another. Answered with <see cref="ContextDetails"/>, <see cref="ContextNotFound"/> or <see cref="RequestRejected"/>.</summary>
public sealed record GetContext
{
    /// <summary>The context's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Which of the agent's contexts. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which version, 1 or more. Absent: the current one, or that of <see cref="Checkpoint"/>.</summary>
    public int? Version { get; init; }

    /// <summary>The version of this checkpoint; not together with <see cref="Version"/>. Absent: the current one.</summary>
    public string? Checkpoint { get; init; }
}
