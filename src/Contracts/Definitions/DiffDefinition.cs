using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>Request: what makes one version of a definition another. Answered with <see cref="DefinitionDiff"/>, <see cref="DefinitionNotFound"/> also when there is no such version, or <see cref="RequestRejected"/>.</summary>
public sealed record DiffDefinition
{
    /// <summary>The definition's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which definition: its slug. Required.</summary>
    public string Slug { get; init; } = "";

    /// <summary>From this version: its number, or a label. Required.</summary>
    public string From { get; init; } = "";

    /// <summary>To this version, which may be the earlier one. Absent: <c>latest</c>.</summary>
    public string? To { get; init; }
}

/// <summary>Answer: what makes one version of a definition another.</summary>
public sealed record DefinitionDiff
{
    /// <summary>Which definition.</summary>
    public string Slug { get; init; } = "";

    /// <summary>The version that the patch is applied to.</summary>
    public int From { get; init; }

    /// <summary>The version that it gives.</summary>
    public int To { get; init; }

    /// <summary>The operations of a JSON Patch (RFC 6902) on the content as it is over HTTP, in their order; empty where both say the same.</summary>
    public IReadOnlyList<JsonElement> Patch { get; init; } = [];
}
