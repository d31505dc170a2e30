using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentRegistry.QueryApi.Requests;

/// <summary>An id as callers send it: text, or a whole number (<c>"agent_id": 1</c>), which is taken as its text. Answers give text.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct TextOrNumber(string Text)
{
    public override string ToString() => Text;

    internal sealed class Converter : JsonConverter<TextOrNumber>
    {
        public override TextOrNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => new TextOrNumber(reader.GetString() ?? ""),
            JsonTokenType.Number when reader.TryGetInt64(out var number) => new TextOrNumber(number.ToString(CultureInfo.InvariantCulture)),
            JsonTokenType.Number when reader.TryGetDecimal(out var written) && written == decimal.Truncate(written) => new TextOrNumber(written.ToString("0", CultureInfo.InvariantCulture)),
            _ => throw new JsonException(),
        };

        public override void Write(Utf8JsonWriter writer, TextOrNumber value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
