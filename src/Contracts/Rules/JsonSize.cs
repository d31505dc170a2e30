using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>
/// How large JSON is, however it was written: blanks between its parts and escapes within its texts do not count. One sender indents
/// and escapes what another does not, and what was accepted over HTTP must not be too large when it comes over the bus.
/// </summary>
internal static class JsonSize
{
    /// <summary>True when it has at most that many bytes of UTF-8.</summary>
    public static bool IsAtMost(JsonElement element, int limit) => JsonMarshal.GetRawUtf8Value(element).Length <= limit || Of(element) <= limit;

    private static long Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Between(element.GetPropertyCount()) + element.EnumerateObject().Sum(field => Of(field.Name) + 1 + Of(field.Value)),
        JsonValueKind.Array => Between(element.GetArrayLength()) + element.EnumerateArray().Sum(Of),
        JsonValueKind.String => Of(element.GetString()!),
        _ => JsonMarshal.GetRawUtf8Value(element).Length,
    };

    private static long Of(string text) => Encoding.UTF8.GetByteCount(text) + 2;

    /// <summary>Brackets and commas.</summary>
    private static int Between(int count) => 2 + Math.Max(count - 1, 0);
}
