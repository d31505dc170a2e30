using System.Globalization;
using System.Text.Json;
using AgentRegistry.Contracts;

namespace AgentRegistry.RegistryWorker.Schemas;

/// <summary>
/// A JSON Schema that configurations must keep: draft 2020-12, or draft-07 where <c>$schema</c> names it. It refers to nothing outside
/// of itself, and the cost of a check is bounded, whatever schema and configuration are. What is not supported is refused rather than
/// ignored: <c>$anchor</c>, <c>$dynamicRef</c>, <c>$id</c> below the top, an empty <c>enum</c>, <c>unevaluatedItems</c>, <c>unevaluatedProperties</c>,
/// draft-07's <c>dependencies</c>, <c>additionalItems</c> and lists of <c>items</c>, and patterns with look-around or back-references.
/// </summary>
internal sealed class ConfigurationSchema
{
    /// <summary>More would not be read, and each costs memory.</summary>
    internal const int MaxFaults = 100;

    private readonly SchemaText _text;

    private ConfigurationSchema(SchemaText text) => _text = text;

    /// <summary>Reads a schema.</summary>
    /// <param name="schema">The schema: a JSON object, at most 32 deep.</param>
    /// <param name="field">Where it stands in the message; the place of a fault follows as a JSON pointer (RFC 6901).</param>
    /// <param name="faults">Why it is invalid; empty where it is valid.</param>
    /// <returns>Null where it is invalid.</returns>
    public static ConfigurationSchema? Read(JsonElement schema, string field, out IReadOnlyList<Fault> faults)
    {
        var text = SchemaText.Read(schema, field, out faults);
        return text is null ? null : new ConfigurationSchema(text);
    }

    /// <summary>Checks a configuration.</summary>
    /// <param name="configuration">Any JSON, at most 32 deep.</param>
    /// <param name="field">Where it stands in the message; the place of a fault follows as a JSON pointer (RFC 6901).</param>
    /// <returns>Every rule that it breaks, 100 at most; empty where it keeps the schema.</returns>
    public IReadOnlyList<Fault> Check(JsonElement configuration, string field) => new SchemaCheck(_text).Run(configuration, field);
}

/// <summary>The values of keywords, and the JSON values that they apply to.</summary>
internal static class SchemaKeywords
{
    private static readonly string[] Types = ["string", "number", "integer", "boolean", "object", "array", "null"];

    public static bool IsTypes(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Types.Contains(value.GetString(), StringComparer.Ordinal),
        JsonValueKind.Array => value.GetArrayLength() > 0 && IsNames(value) && value.EnumerateArray().All(IsTypes),
        _ => false,
    };

    public static bool IsCount(JsonElement value) => value.ValueKind == JsonValueKind.Number && IsWhole(value) && value.GetDouble() is >= 0 and <= int.MaxValue;

    public static bool IsNames(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
        && value.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
        && value.EnumerateArray().Select(name => name.GetString()).Distinct(StringComparer.Ordinal).Count() == value.GetArrayLength();

    /// <summary>1.0 is a whole number.</summary>
    public static bool IsWhole(JsonElement number) =>
        number.TryGetDecimal(out var exact) ? exact == decimal.Truncate(exact) : double.IsInteger(number.GetDouble());

    public static bool IsOfType(JsonElement value, string type) => (type, value.ValueKind) switch
    {
        ("string", JsonValueKind.String) => true,
        ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => IsWhole(value),
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("object", JsonValueKind.Object) => true,
        ("array", JsonValueKind.Array) => true,
        ("null", JsonValueKind.Null) => true,
        _ => false,
    };

    public static int Compare(JsonElement left, JsonElement right) =>
        left.TryGetDecimal(out var one) && right.TryGetDecimal(out var other) ? one.CompareTo(other) : left.GetDouble().CompareTo(right.GetDouble());

    public static bool IsMultiple(JsonElement value, JsonElement of) =>
        value.TryGetDecimal(out var number) && of.TryGetDecimal(out var step) && step != 0
            ? number % step == 0
            : double.IsInteger(value.GetDouble() / of.GetDouble());
}

/// <summary>Places within JSON, as RFC 6901 writes them.</summary>
internal static class JsonPointer
{
    public static string At(string place, string name) =>
        $"{place}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public static string At(string place, int item) => string.Create(CultureInfo.InvariantCulture, $"{place}/{item}");
}
