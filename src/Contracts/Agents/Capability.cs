using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>Something an agent can do. In JSON an object, or only a string: its name.</summary>
[JsonConverter(typeof(CapabilityConverter))]
public sealed record Capability
{
    /// <summary>1–128 characters, unique within the agent; what an orchestrator asks for, such as <c>code_generation</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>In plain words, up to 16,384 characters; searched. Absent: none.</summary>
    public string? Description { get; init; }

    /// <summary>What a call costs, in the agent's own words, such as <c>~100 tokens</c>; up to 128 characters. Absent: unknown.</summary>
    public string? CostEstimate { get; init; }

    /// <summary>Up to 64 tags of 1–128 characters; searched. Absent: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Up to 64 queries that this capability answers, each of up to 1,024 characters; searched. Absent: none.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
