namespace AgentRegistry.Discovery;

/// <summary>
/// The agents of adjacent slots. A slot is an agent's place in the index while it is registered. A page is small enough to be
/// copied for one change, and for its scores to stay in the processor's L1 cache while they are summed.
/// </summary>
internal sealed class SlotPage
{
    public const int Size = 1024;

    private readonly AgentEntry?[] _entries = new AgentEntry?[Size];
    private readonly AgentFacets[] _facets = new AgentFacets[Size];
    private readonly float[] _lengths = new float[Size];
    private readonly float[] _answeredWords = new float[Size];

    public SlotPage()
    {
    }

    private SlotPage(SlotPage other)
    {
        other._entries.CopyTo(_entries, 0);
        other._facets.CopyTo(_facets, 0);
        other._lengths.CopyTo(_lengths, 0);
        other._answeredWords.CopyTo(_answeredWords, 0);
    }

    /// <summary>
    /// The agent of a slot if there is one and it passes. The facets are checked first: they are adjacent in memory, and for most
    /// agents nothing else needs to be read.
    /// </summary>
    public AgentEntry? Passing(int offset, AgentFilter filter) =>
        filter.MayPass(_facets[offset]) && _entries[offset] is { } entry && filter.Passes(entry) ? entry : null;

    /// <summary>Whether the agent of an occupied slot passes. Most matches are only counted: where the facets decide, the entry is not read.</summary>
    public bool Passes(int offset, AgentFilter filter) =>
        filter.MayPass(_facets[offset]) && (filter.IsByFacetsOnly || filter.Passes(_entries[offset]!));

    public AgentEntry this[int offset] => _entries[offset]!;

    public ReadOnlySpan<float> Lengths => _lengths;

    /// <summary>The number of words in the queries that each agent answered well.</summary>
    public ReadOnlySpan<float> AnsweredWords => _answeredWords;

    public SlotPage Copy() => new(this);

    /// <summary>Only before the page is published.</summary>
    public void Set(int offset, AgentEntry? entry)
    {
        _entries[offset] = entry;
        _facets[offset] = entry?.Facets ?? default;
        _lengths[offset] = entry?.Document.Length ?? 0;
        _answeredWords[offset] = entry?.Answered.Words ?? 0;
    }
}
