using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace AgentRegistry.QueryApi.Responses;

/// <summary>ETags: a revision or version in quotes. An agent's stands for its own record, not for its history and presence.</summary>
internal static class EntityTag
{
    public static string Of(long revision) => $"\"{revision.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>True when the caller already has this revision.</summary>
    public static bool IsHeldBy(HttpRequest request, long revision)
    {
        if (request.Headers.IfNoneMatch.Count == 0 || !EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var held))
        {
            return false;
        }

        var current = Of(revision);
        return held.Any(tag => tag.Tag == "*" || tag.Tag == current);
    }

    /// <summary>Reads one strong ETag.</summary>
    public static bool TryRead(string text, out long revision)
    {
        revision = 0;
        return text.Length >= 3
            && text[0] == '"'
            && text[^1] == '"'
            && long.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out revision);
    }
}
