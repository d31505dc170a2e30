using System.Text.Json;

namespace AgentRegistry.QueryApi.Requests;

/// <summary>Looks at JSON that is kept as it came.</summary>
internal static class JsonText
{
    /// <summary>False when an escape in it is half a surrogate pair: such text can neither be written again nor stored.</summary>
    public static bool IsUnicode(JsonElement element)
    {
        try
        {
            Visit(element);
            return true;
        }
        catch (InvalidOperationException)
        {
            // How JsonElement says it; there is no way to ask beforehand.
            return false;
        }
    }

    private static void Visit(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    Visit(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Visit(item);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }
}
