using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AgentRegistry.QueryApi.Responses;

/// <summary>The names of an enumeration's values as they stand in JSON and in URLs.</summary>
internal static class WireNames
{
    public static IEnumerable<string> Of(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);

    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.ByValue[value];

    /// <summary>Reads a name, whatever its case. Never a number: <see cref="Enum.TryParse{TEnum}(string, out TEnum)"/> would take one.</summary>
    public static bool TryRead<T>(string text, [NotNullWhen(true)] out T? value)
        where T : struct, Enum
    {
        value = Names<T>.ByName.TryGetValue(text, out var known) ? known : null;
        return value is not null;
    }

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue =
            Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

        public static readonly Dictionary<string, T> ByName =
            ByValue.ToDictionary(name => name.Value, name => name.Key, StringComparer.OrdinalIgnoreCase);
    }
}
