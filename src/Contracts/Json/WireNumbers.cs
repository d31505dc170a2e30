using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AgentRegistry.Contracts;

/// <summary>
/// Reads numbers as senders of other languages write them: an integer may be written <c>850.0</c> or <c>8.5e2</c>, and a duration in
/// milliseconds, an optional field whose name ends with <c>Ms</c>, may have a fraction, which is rounded.
/// </summary>
public static class WireNumbers
{
    /// <summary>Makes options read numbers so. They write them as before.</summary>
    /// <param name="options">To be changed.</param>
    /// <returns>The same options.</returns>
    public static JsonSerializerOptions ReadLeniently(JsonSerializerOptions options)
    {
        if (!options.Converters.Any(converter => converter is Int64Converter))
        {
            options.Converters.Add(new Int64Converter());
            options.Converters.Add(new Int32Converter());
            options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(RoundDurations);
        }

        return options;
    }

    private static void RoundDurations(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.PropertyType == typeof(long?) && property.AttributeProvider is PropertyInfo { Name: var name } && name.EndsWith("Ms", StringComparison.Ordinal))
            {
                property.CustomConverter = new DurationConverter();
            }
        }
    }

    private static long Read(ref Utf8JsonReader reader, JsonSerializerOptions options, bool isRounded)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (reader.TryGetInt64(out var whole))
            {
                return whole;
            }

            if (reader.TryGetDecimal(out var number)
                && (isRounded || number == decimal.Truncate(number))
                && number is > long.MinValue and < long.MaxValue)
            {
                return (long)Math.Round(number, MidpointRounding.AwayFromZero);
            }
        }
        else if (reader.TokenType == JsonTokenType.String
            && options.NumberHandling.HasFlag(JsonNumberHandling.AllowReadingFromString)
            && long.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var text))
        {
            return text;
        }

        throw new JsonException(isRounded ? "must be a number of milliseconds" : "must be a whole number");
    }

    private sealed class Int64Converter : JsonConverter<long>
    {
        public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            WireNumbers.Read(ref reader, options, isRounded: false);

        public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }

    private sealed class DurationConverter : JsonConverter<long?>
    {
        public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            WireNumbers.Read(ref reader, options, isRounded: true);

        public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => writer.WriteNumberValue(value.GetValueOrDefault());
    }

    private sealed class Int32Converter : JsonConverter<int>
    {
        public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            WireNumbers.Read(ref reader, options, isRounded: false) is >= int.MinValue and <= int.MaxValue and var number
                ? (int)number
                : throw new JsonException("must be a whole number from -2147483648 to 2147483647");

        public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }
}
