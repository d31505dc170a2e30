using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>A snapshot of all agents in order of their ids. Immutable; a batch copies the chunks that it changes and shares the others.</summary>
internal sealed class AgentsById
{
    public static readonly AgentsById Empty = new([], 0);

    private readonly AgentChunk[] _chunks;
    private readonly int _count;

    private AgentsById(AgentChunk[] chunks, int count) => (_chunks, _count) = (chunks, count);

    /// <summary>By id.</summary>
    public IEnumerable<AgentEntry> Entries => _chunks.SelectMany(chunk => chunk.Entries);

    /// <summary>As an array, created on first use: most snapshots are replaced before that.</summary>
    public IReadOnlyList<Agent> Agents => field ??= [.. Entries.Select(entry => entry.Agent)];

    /// <param name="entries">By id.</param>
    public static AgentsById Of(IReadOnlyCollection<AgentEntry> entries) => new([.. AgentChunk.Of(entries)], entries.Count);

    public AgentEntry? Find(string id)
    {
        if (_count == 0)
        {
            return null;
        }

        var chunk = _chunks[ChunkOf(id)];
        var place = chunk.PlaceOf(id);
        return chunk.Has(id, place) ? chunk.Entries[place] : null;
    }

    public AgentPage List(ListAgents query)
    {
        var filter = new AgentFilter(query);
        var (start, offset) = query.Cursor is null ? ((0, 0), query.Offset) : (PlaceAfter(query.Cursor), 0);
        var agents = new List<Agent>(Math.Min(query.Limit, _count));
        var (total, reached) = (0, 0);
        for (var s = 0; s < _chunks.Length; s++)
        {
            var (entries, facets) = (_chunks[s].Entries, _chunks[s].Facets);
            for (var i = 0; i < entries.Length; i++)
            {
                if (!filter.MayPass(facets[i]) || !filter.Passes(entries[i]))
                {
                    continue;
                }

                total++;
                if ((s, i).CompareTo(start) >= 0 && reached++ >= offset && agents.Count < query.Limit)
                {
                    agents.Add(entries[i].Agent);
                }
            }
        }

        var isLast = reached <= (long)offset + agents.Count;
        return new AgentPage
        {
            Agents = agents,
            Total = total,
            Limit = query.Limit,
            Offset = offset,
            NextCursor = isLast || agents.Count == 0 ? null : PageCursor.Write(agents[^1].Id),
        };
    }

    /// <param name="edits">The new entry of each agent that changed; null when it was removed.</param>
    public AgentsById With(IReadOnlyCollection<KeyValuePair<string, AgentEntry?>> edits)
    {
        var sorted = edits.OrderBy(edit => edit.Key, StringComparer.Ordinal);
        if (_count == 0)
        {
            return Of([.. sorted.Select(edit => edit.Value).OfType<AgentEntry>()]);
        }

        var chunks = new List<AgentChunk>(_chunks.Length + 1);
        var (next, count) = (0, _count);
        foreach (var touched in sorted.GroupBy(edit => ChunkOf(edit.Key)))
        {
            chunks.AddRange(_chunks.AsSpan(next, touched.Key - next));
            var entries = _chunks[touched.Key].With(touched);
            count += entries.Count - _chunks[touched.Key].Entries.Length;
            if (chunks.Count > 0 && chunks[^1].Entries.Length + entries.Count <= AgentChunk.MaxSize / 2)
            {
                // Chunks that have become small are merged.
                entries.InsertRange(0, chunks[^1].Entries);
                chunks.RemoveAt(chunks.Count - 1);
            }

            chunks.AddRange(AgentChunk.Of(entries));
            next = touched.Key + 1;
        }

        chunks.AddRange(_chunks.AsSpan(next));
        return new AgentsById([.. chunks], count);
    }

    private (int Shelf, int Place) PlaceAfter(string cursor)
    {
        if (!PageCursor.TryRead(cursor, out var lastId))
        {
            throw new ArgumentException("The cursor is invalid; it must be validated where the query comes in.", nameof(cursor));
        }

        if (_count == 0)
        {
            return (0, 0);
        }

        var chunk = ChunkOf(lastId);
        var place = _chunks[chunk].PlaceOf(lastId);
        return (chunk, _chunks[chunk].Has(lastId, place) ? place + 1 : place);
    }

    /// <summary>The chunk that contains the id, or would contain it: the last one that does not begin after it.</summary>
    private int ChunkOf(string id)
    {
        var (low, high) = (1, _chunks.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (string.CompareOrdinal(_chunks[middle].First, id) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }
}

/// <summary>Agents with adjacent ids, at least one. Immutable.</summary>
internal sealed class AgentChunk
{
    /// <summary>The maximum number of agents: a change of one agent copies so many references.</summary>
    public const int MaxSize = 256;

    private AgentChunk(AgentEntry[] entries)
    {
        Entries = entries;
        Facets = Array.ConvertAll(entries, entry => entry.Facets);
    }

    public AgentEntry[] Entries { get; }

    /// <summary>The facets of the same agents: for most of them a list reads nothing else.</summary>
    public AgentFacets[] Facets { get; }

    public string First => Entries[0].Agent.Id;

    /// <summary>The smallest number of chunks for the entries, each with some room.</summary>
    /// <param name="entries">By id.</param>
    public static IEnumerable<AgentChunk> Of(IReadOnlyCollection<AgentEntry> entries) =>
        entries.Chunk(entries.Count <= MaxSize ? MaxSize : MaxSize / 2).Select(chunk => new AgentChunk(chunk));

    /// <summary>The place of the id, or where it would be.</summary>
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
    /// <param name="edits">By id; null when the agent was removed.</param>
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
