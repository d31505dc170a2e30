using System.Text.Json;

namespace AgentRegistry.QueryApi.Live;

/// <summary>A stretch of the feed.</summary>
internal sealed record ChangesPage
{
    /// <summary>The entries after the revision that was asked with, in order; each as on the live feed, with its <c>type</c>.</summary>
    public required IReadOnlyList<JsonElement> Changes { get; init; }

    /// <summary>Ask with it next: the revision of the last entry; when there is none, up to where there was none.</summary>
    public required long Revision { get; init; }

    public static ChangesPage Of(IReadOnlyList<LiveFrame> frames, long lookedUpTo) => new()
    {
        Changes = [.. frames.Select(frame => JsonElement.Parse(frame.Bytes.Span))],
        Revision = frames.Count > 0 ? frames[^1].Revision : lookedUpTo,
    };
}
