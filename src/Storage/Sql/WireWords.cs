using System.Collections.Frozen;
using System.Text.Json;

namespace AgentRegistry.Storage.Sql;

/// <summary>Enumerations are stored as the wire's words, so that a person can read the tables.</summary>
internal static class WireWords<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Words =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly FrozenDictionary<string, T> Values = Words.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Of(T value) => Words[value];

    public static T Read(string word) => Values[word];
}
