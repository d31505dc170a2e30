using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>All agents by id, at one moment. Immutable; a batch copies the arrays once.</summary>
internal sealed class AgentRoster
{
    public static readonly AgentRoster Empty = new([]);

    private readonly AgentEntry[] _entries;
    private readonly AgentFacets[] _facets;

    /// <param name="entries">By id.</param>
    public AgentRoster(AgentEntry[] entries)
    {
        _entries = entries;
        _facets = Array.ConvertAll(entries, entry => entry.Facets);
    }

    private AgentRoster(AgentEntry[] entries, AgentFacets[] facets)
    {
        _entries = entries;
        _facets = facets;
    }

    public ReadOnlySpan<AgentEntry> Entries => _entries;

    /// <summary>As an array of their own, made when first asked for: most snapshots are replaced before anyone does.</summary>
    public IReadOnlyList<Agent> Agents => field ??= Array.ConvertAll(_entries, entry => entry.Agent);

    public AgentEntry? Find(string id)
    {
        var place = PlaceOf(id, 0);
        return place < _entries.Length && _entries[place].Agent.Id == id ? _entries[place] : null;
    }

    public AgentPage List(ListAgents query)
    {
        var filter = new AgentFilter(query);
        var (start, offset) = query.Cursor is null ? (0, query.Offset) : (PlaceAfter(query.Cursor), 0);
        var agents = new List<Agent>(Math.Min(query.Limit, _entries.Length));
        var (total, reached) = (0, 0);
        for (var i = 0; i < _entries.Length; i++)
        {
            if (!filter.MayPass(_facets[i]) || !filter.Passes(_entries[i]))
            {
                continue;
            }

            total++;
            if (i >= start && reached++ >= offset && agents.Count < query.Limit)
            {
                agents.Add(_entries[i].Agent);
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

    /// <param name="edits">What each agent that changed is now; null when it is gone.</param>
    public AgentRoster With(IReadOnlyCollection<KeyValuePair<string, AgentEntry?>> edits)
    {
        var growth = edits.Sum(edit => (edit.Value is null ? 0 : 1) - (Find(edit.Key) is null ? 0 : 1));
        var entries = new AgentEntry[_entries.Length + growth];
        var facets = new AgentFacets[entries.Length];
        var (from, to) = (0, 0);
        foreach (var (id, entry) in edits.OrderBy(edit => edit.Key, StringComparer.Ordinal))
        {
            var place = PlaceOf(id, from);
            Copy(place);
            from = place < _entries.Length && _entries[place].Agent.Id == id ? place + 1 : place;
            if (entry is not null)
            {
                entries[to] = entry;
                facets[to++] = entry.Facets;
            }
        }

        Copy(_entries.Length);
        return new AgentRoster(entries, facets);

        void Copy(int end)
        {
            Array.Copy(_entries, from, entries, to, end - from);
            Array.Copy(_facets, from, facets, to, end - from);
            to += end - from;
        }
    }

    private int PlaceAfter(string cursor)
    {
        if (!PageCursor.TryRead(cursor, out var lastId))
        {
            throw new ArgumentException("The cursor is none; it must be checked where the query comes in.", nameof(cursor));
        }

        var place = PlaceOf(lastId, 0);
        return place < _entries.Length && _entries[place].Agent.Id == lastId ? place + 1 : place;
    }

    /// <summary>Where the id stands, or would stand.</summary>
    private int PlaceOf(string id, int from)
    {
        var (low, high) = (from, _entries.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (string.CompareOrdinal(_entries[middle].Agent.Id, id) < 0)
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
}
