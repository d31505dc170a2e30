using System.Text.Json;
using System.Text.Json.Serialization;
using AgentRegistry.Contracts;

namespace AgentRegistry.QueryApi.Requests;

/// <summary>
/// Reads the list under <c>capabilities</c>. A capability is read by a converter of its own, whose exceptions know the path
/// within one capability only: here they get the rest of it.
/// </summary>
internal sealed class CapabilityListConverter : JsonConverter<IReadOnlyList<Capability>>
{
    public override IReadOnlyList<Capability> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        var capabilities = new List<Capability>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            capabilities.Add(WithLists(ReadAt<Capability>(ref reader, $"[{capabilities.Count}]", options))!);
        }

        return capabilities;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<Capability> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.AsEnumerable(), options);

    /// <summary>What some send as null because they have no tags or examples is taken as none.</summary>
    internal static Capability? WithLists(Capability? capability) =>
        capability is null ? null : capability with { Tags = capability.Tags ?? [], Examples = capability.Examples ?? [] };

    /// <summary>Reads a part of the capabilities.</summary>
    /// <param name="reader">Stands at its first token.</param>
    /// <param name="place">Where it is, from <c>capabilities</c> on.</param>
    /// <param name="options">How to read it.</param>
    internal static T? ReadAt<T>(ref Utf8JsonReader reader, string place, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(ref reader, options);
        }
        catch (JsonException exception)
        {
            var within = exception.Path is { Length: > 1 } path ? path[1..] : "";
            throw new JsonException(
                exception.Message, $"$.capabilities{place}{within}", exception.LineNumber, exception.BytePositionInLine, exception.InnerException);
        }
    }
}
