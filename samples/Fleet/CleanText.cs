namespace AgentRegistry.Fleet;

/// <summary>Text that is valid for the registry; null where nothing is left.</summary>
internal static class CleanText
{
    /// <summary>A single line: control characters become spaces.</summary>
    public static string? Line(string? text, int limit) =>
        text is null ? null : Text(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)), limit);

    /// <summary>Text of several lines, cut at the limit between two characters.</summary>
    public static string? Text(string? text, int limit)
    {
        var clean = text?.Replace('\0', ' ').Trim();
        if (clean?.Length > limit)
        {
            clean = clean[..(char.IsHighSurrogate(clean[limit - 1]) ? limit - 1 : limit)].TrimEnd();
        }

        return string.IsNullOrEmpty(clean) ? null : clean;
    }
}
