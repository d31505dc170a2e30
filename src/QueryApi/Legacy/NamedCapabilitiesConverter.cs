using System.Text.Json;
using System.Text.Json.Serialization;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;

namespace AgentRegistry.QueryApi.Legacy;

/// <summary>
/// Reads capabilities as an object by name, where a value is a description, a list of tags, or the capability itself; or as
/// the list that the canonical paths take.
/// </summary>
internal sealed class NamedCapabilitiesConverter : JsonConverter<IReadOnlyList<Capability>>
{
    private static readonly CapabilityListConverter List = new();

    public override IReadOnlyList<Capability> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return List.Read(ref reader, typeToConvert, options);
        }

        var capabilities = new List<Capability>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString() ?? "";
            reader.Read();
            capabilities.Add(ReadOne(ref reader, name, options));
        }

        return capabilities;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<Capability> value, JsonSerializerOptions options) =>
        List.Write(writer, value, options);

    private static Capability ReadOne(ref Utf8JsonReader reader, string name, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return new Capability { Name = name, Description = reader.GetString() };
            case JsonTokenType.StartArray:
                return new Capability { Name = name, Tags = CapabilityListConverter.ReadAt<List<string>>(ref reader, "." + name, options) ?? [] };
            case JsonTokenType.StartObject:
                var capability = CapabilityListConverter.ReadAt<Capability>(ref reader, "." + name, options);
                return (CapabilityListConverter.WithLists(capability) ?? new Capability()) with { Name = name };
            default:
                // A flag or a weight: the capability is there, and what its value means here nobody knows.
                reader.Skip();
                return new Capability { Name = name };
        }
    }
}
