using System.Buffers.Text;
using System.Text;

namespace AgentRegistry.Contracts;

/// <summary>The opaque mark of where a page of a list ended: pages go by id, so it holds the last id.</summary>
public static class PageCursor
{
    /// <summary>Makes the mark.</summary>
    /// <param name="lastId">The last id of the page.</param>
    /// <returns>The mark, safe in a URL.</returns>
    public static string Write(string lastId) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(lastId));

    /// <summary>Reads the mark.</summary>
    /// <param name="cursor">The mark.</param>
    /// <param name="lastId">The last id of the page that gave it.</param>
    /// <returns>False when it is no mark.</returns>
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
