using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>What values of keywords are, and what of JSON they speak of.</summary>
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
