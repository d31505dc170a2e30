using System.Globalization;

namespace AgentRegistry.Contracts;

/// <summary>Places within JSON, as RFC 6901 writes them.</summary>
internal static class JsonPointer
{
    public static string At(string place, string name) =>
        $"{place}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public static string At(string place, int item) => string.Create(CultureInfo.InvariantCulture, $"{place}/{item}");
}
