using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace AgentRegistry.Contracts;

/// <summary>The opaque cursor of a page: pages go by id, so it holds the last id.</summary>
public static class PageCursor
{
    /// <summary>Writes the cursor.</summary>
    /// <param name="lastId">The last id of the page.</param>
    /// <returns>The cursor, safe in a URL.</returns>
    public static string Write(string lastId) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(lastId));

    /// <summary>Reads a cursor.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="lastId">The last id of the page that gave it.</param>
    /// <returns>False when it is not a cursor.</returns>
    public static bool TryRead(string cursor, out string lastId)
    {
        lastId = "";
        var bytes = new byte[Base64Url.GetMaxDecodedLength(cursor.Length)];
        if (!Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var written))
        {
            return false;
        }

        lastId = Encoding.UTF8.GetString(bytes, 0, written);
        return lastId.Length > 0;
    }
}

/// <summary>The opaque cursor of a page of sessions: pages go by the time of creation, and by id where that is the same.</summary>
/// <param name="CreatedAt">When the last session of the page was created.</param>
/// <param name="SessionId">Its id.</param>
public readonly record struct SessionCursor(DateTimeOffset CreatedAt, string SessionId)
{
    /// <summary>Writes the cursor.</summary>
    /// <returns>The cursor, safe in a URL.</returns>
    public string Write() => PageCursor.Write(string.Create(CultureInfo.InvariantCulture, $"{CreatedAt.UtcTicks} {SessionId}"));

    /// <summary>Reads a cursor.</summary>
    /// <param name="text">The cursor.</param>
    /// <param name="cursor">Where that page ended.</param>
    /// <returns>False when it is not a cursor.</returns>
    public static bool TryRead(string text, out SessionCursor cursor)
    {
        cursor = default;
        if (!PageCursor.TryRead(text, out var place)
            || place.Split(' ') is not [var ticks, { Length: > 0 } id]
            || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            || value > DateTimeOffset.MaxValue.UtcTicks
            || !RuleCheck.IsId(id))
        {
            return false;
        }

        cursor = new SessionCursor(new DateTimeOffset(value, TimeSpan.Zero), id);
        return true;
    }
}

/// <summary>The opaque cursor of a page of contexts: pages go by agent, and by name within one.</summary>
/// <param name="AgentId">Whose the last context of the page is.</param>
/// <param name="Name">Its name.</param>
public readonly record struct ContextCursor(string AgentId, string Name)
{
    /// <summary>Writes the cursor.</summary>
    /// <returns>The cursor, safe in a URL.</returns>
    public string Write() => PageCursor.Write($"{AgentId} {Name}");

    /// <summary>Reads a cursor.</summary>
    /// <param name="text">The cursor.</param>
    /// <param name="cursor">Where that page ended.</param>
    /// <returns>False when it is not a cursor.</returns>
    public static bool TryRead(string text, out ContextCursor cursor)
    {
        cursor = default;
        if (!PageCursor.TryRead(text, out var place)
            || place.Split(' ') is not [{ Length: > 0 } agentId, { Length: > 0 } name]
            || !RuleCheck.IsId(agentId)
            || !RuleCheck.IsId(name))
        {
            return false;
        }

        cursor = new ContextCursor(agentId, name);
        return true;
    }
}
