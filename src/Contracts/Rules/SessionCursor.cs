using System.Globalization;

namespace AgentRegistry.Contracts;

/// <summary>The opaque mark of where a page of sessions ended: pages go by the time of creation, and by id where that is the same.</summary>
/// <param name="CreatedAt">When the last session of the page was created.</param>
/// <param name="SessionId">Its id.</param>
public readonly record struct SessionCursor(DateTimeOffset CreatedAt, string SessionId)
{
    /// <summary>Makes the mark.</summary>
    /// <returns>The mark, safe in a URL.</returns>
    public string Write() => PageCursor.Write(string.Create(CultureInfo.InvariantCulture, $"{CreatedAt.UtcTicks} {SessionId}"));

    /// <summary>Reads the mark.</summary>
    /// <param name="text">The mark.</param>
    /// <param name="cursor">Where the page that gave it ended.</param>
    /// <returns>False when it is no mark.</returns>
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
