using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>Request: what makes one version of a context another. Answered with <see cref="ContextDiff"/>, <see cref="ContextNotFound"/> also when there is no such version, or <see cref="RequestRejected"/>.</summary>
public sealed record DiffContext
{
    /// <summary>The context's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Which of the agent's contexts. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>From this version, 1 or more. Required.</summary>
    public int From { get; init; }

    /// <summary>To this version, 1 or more, which may be the earlier one. Absent: the current one.</summary>
    public int? To { get; init; }
}

/// <summary>Answer: what makes one version of a context another.</summary>
public sealed record ContextDiff
{
    /// <summary>Whose context.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The version that the patch is applied to.</summary>
    public int From { get; init; }

    /// <summary>The version that it gives.</summary>
    public int To { get; init; }

    /// <summary>The operations <c>add</c>, <c>remove</c> and <c>replace</c> of a JSON Patch (RFC 6902), in their order; empty where the data are equal.</summary>
    public IReadOnlyList<JsonElement> Patch { get; init; } = [];
}
