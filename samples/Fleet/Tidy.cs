namespace AgentRegistry.Fleet;

/// <summary>Text as the registry takes it; null where nothing is left.</summary>
internal static class Tidy
{
    /// <summary>A single line: control characters become spaces.</summary>
    public static string? Line(string? text, int limit) =>
        text is null ? null : Text(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)), limit);

    /// <summary>Text of several lines, cut at the limit, never within a character.</summary>
    public static string? Text(string? text, int limit)
    {
        var tidy = text?.Replace('\0', ' ').Trim();
        if (tidy?.Length > limit)
        {
            tidy = tidy[..(char.IsHighSurrogate(tidy[limit - 1]) ? limit - 1 : limit)].TrimEnd();
        }

        return string.IsNullOrEmpty(tidy) ? null : tidy;
    }
}
