using System.Text.Json;

namespace AgentRegistry.Storage.Sessions;

internal static class SessionColumns
{
    public static string? Json(JsonElement? metadata) => metadata is { ValueKind: JsonValueKind.Object } element ? element.GetRawText() : null;
}
