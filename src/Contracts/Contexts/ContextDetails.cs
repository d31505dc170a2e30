using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>Answer: a context with the data of one version.</summary>
public sealed record ContextDetails : SharedContext
{
    /// <summary>For deserialisation.</summary>
    public ContextDetails()
    {
    }

    /// <summary>The context itself, to which the rest is added.</summary>
    /// <param name="context">The context.</param>
    [SetsRequiredMembers]
    public ContextDetails(SharedContext context)
        : base(context)
    {
    }

    /// <summary>The version that was read: the current one, unless another was asked for.</summary>
    [JsonPropertyOrder(1)]
    public ContextVersion Read { get; init; } = new();

    /// <summary>Its data; a JSON object, as it was written.</summary>
    [JsonPropertyOrder(2)]
    public JsonElement? Data { get; init; }

    /// <summary>The context's checkpoints, by name.</summary>
    [JsonPropertyOrder(3)]
    public IReadOnlyList<ContextCheckpoint> Checkpoints { get; init; } = [];
}
