namespace AgentRegistry.Discovery;

/// <summary>Agents that stand beside each other by id, never none. Immutable.</summary>
internal sealed class AgentShelf
{
    /// <summary>How many it holds at most: a change of one agent copies so many references.</summary>
    public const int Most = 256;

    private AgentShelf(AgentEntry[] entries)
    {
        Entries = entries;
        Facets = Array.ConvertAll(entries, entry => entry.Facets);
    }

    public AgentEntry[] Entries { get; }

    /// <summary>Of the same agents. A list looks at most of them for nothing else.</summary>
    public AgentFacets[] Facets { get; }

    public string First => Entries[0].Agent.Id;

    /// <summary>As few shelves as hold the entries, each with some room.</summary>
    /// <param name="entries">By id.</param>
    public static IEnumerable<AgentShelf> Of(IReadOnlyCollection<AgentEntry> entries) =>
        entries.Chunk(entries.Count <= Most ? Most : Most / 2).Select(shelf => new AgentShelf(shelf));

    /// <summary>Where the id stands, or would stand.</summary>
    public int PlaceOf(string id)
    {
        var (low, high) = (0, Entries.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (string.CompareOrdinal(Entries[middle].Agent.Id, id) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    public bool Has(string id, int place) => place < Entries.Length && Entries[place].Agent.Id == id;

    /// <summary>The entries after a change.</summary>
    /// <param name="edits">By id; null: the agent is gone.</param>
    public List<AgentEntry> With(IEnumerable<KeyValuePair<string, AgentEntry?>> edits)
    {
        var entries = new List<AgentEntry>(Entries.Length + 1);
        var from = 0;
        foreach (var (id, entry) in edits)
        {
            var place = PlaceOf(id);
            entries.AddRange(Entries.AsSpan(from, place - from));
            from = Has(id, place) ? place + 1 : place;
            if (entry is not null)
            {
                entries.Add(entry);
            }
        }

        entries.AddRange(Entries.AsSpan(from));
        return entries;
    }
}
