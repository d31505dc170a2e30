namespace AgentRegistry.Discovery;

/// <summary>
/// The agents of neighbouring slots. A slot is an agent's place in the index for as long as it is registered. A page is small
/// enough to be copied for one change, and for the scores of a page to stay in the processor's first cache while they are summed.
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
    /// The agent of a slot, if there is one and it passes. The facets are asked, which lie beside each other: most agents are
    /// looked at for nothing else, and each is somewhere else in memory.
    /// </summary>
    public AgentEntry? Passing(int offset, AgentFilter filter) =>
        filter.MayPass(_facets[offset]) && _entries[offset] is { } entry && filter.Passes(entry) ? entry : null;

    /// <summary>Whether the agent of a slot, which there is, passes. Most found are only counted: where facets decide, not even its place is read.</summary>
    public bool Passes(int offset, AgentFilter filter) =>
        filter.MayPass(_facets[offset]) && (filter.IsByFacetsOnly || filter.Passes(_entries[offset]!));

    public AgentEntry this[int offset] => _entries[offset]!;

    public ReadOnlySpan<float> Lengths => _lengths;

    /// <summary>How many words the queries have that each agent answered well.</summary>
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
