using System.Text.Json;
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

/// <summary>Reads a capability as an object, or as a string that is its name; always writes the object.</summary>
internal sealed class CapabilityConverter : JsonConverter<Capability>
{
    public override Capability? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new Capability { Name = reader.GetString() ?? "" };
        }

        var body = JsonSerializer.Deserialize<Body>(ref reader, options);
        return body is null ? null : new Capability
        {
            Name = body.Name,
            Description = body.Description,
            CostEstimate = body.CostEstimate,
            Tags = body.Tags,
            Examples = body.Examples,
        };
    }

    public override void Write(Utf8JsonWriter writer, Capability value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(
            writer,
            new Body
            {
                Name = value.Name,
                Description = value.Description,
                CostEstimate = value.CostEstimate,
                Tags = value.Tags,
                Examples = value.Examples,
            },
            options);

    /// <summary>The same fields without the converter, so that the caller's naming policy applies to them.</summary>
    private sealed record Body
    {
        public string Name { get; init; } = "";

        public string? Description { get; init; }

        public string? CostEstimate { get; init; }

        public IReadOnlyList<string> Tags { get; init; } = [];

        public IReadOnlyList<string> Examples { get; init; } = [];
    }
}
