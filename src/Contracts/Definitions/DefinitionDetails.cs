using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>Answer: a definition with the content of one version.</summary>
public sealed record DefinitionDetails : AgentDefinition
{
    /// <summary>For deserialisation.</summary>
    public DefinitionDetails()
    {
    }

    /// <summary>The definition itself, to which the rest is added.</summary>
    /// <param name="definition">The definition.</param>
    [SetsRequiredMembers]
    public DefinitionDetails(AgentDefinition definition)
        : base(definition)
    {
    }

    /// <summary>The version that was read.</summary>
    [JsonPropertyOrder(1)]
    public DefinitionVersion Read { get; init; } = new();

    /// <summary>What that version says.</summary>
    [JsonPropertyOrder(2)]
    public DefinitionContent Content { get; init; } = new();

    /// <summary>The names of versions, <c>latest</c> among them, by name.</summary>
    [JsonPropertyOrder(3)]
    public IReadOnlyList<DefinitionLabel> Labels { get; init; } = [];
}
