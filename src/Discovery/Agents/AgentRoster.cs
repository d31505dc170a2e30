using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>All agents by id, at one moment. Immutable; a batch copies the shelves that it touches, and shares the others.</summary>
internal sealed class AgentRoster
{
    public static readonly AgentRoster Empty = new([], 0);

    private readonly AgentShelf[] _shelves;
    private readonly int _count;

    private AgentRoster(AgentShelf[] shelves, int count) => (_shelves, _count) = (shelves, count);

    /// <summary>By id.</summary>
    public IEnumerable<AgentEntry> Entries => _shelves.SelectMany(shelf => shelf.Entries);

    /// <summary>As an array of their own, made when first asked for: most snapshots are replaced before anyone does.</summary>
    public IReadOnlyList<Agent> Agents => field ??= [.. Entries.Select(entry => entry.Agent)];

    /// <param name="entries">By id.</param>
    public static AgentRoster Of(IReadOnlyCollection<AgentEntry> entries) => new([.. AgentShelf.Of(entries)], entries.Count);

    public AgentEntry? Find(string id)
    {
        if (_count == 0)
        {
            return null;
        }

        var shelf = _shelves[ShelfOf(id)];
        var place = shelf.PlaceOf(id);
        return shelf.Has(id, place) ? shelf.Entries[place] : null;
    }

    public AgentPage List(ListAgents query)
    {
        var filter = new AgentFilter(query);
        var (start, offset) = query.Cursor is null ? ((0, 0), query.Offset) : (PlaceAfter(query.Cursor), 0);
        var agents = new List<Agent>(Math.Min(query.Limit, _count));
        var (total, reached) = (0, 0);
        for (var s = 0; s < _shelves.Length; s++)
        {
            var (entries, facets) = (_shelves[s].Entries, _shelves[s].Facets);
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

    /// <param name="edits">What each agent that changed is now; null when it is gone.</param>
    public AgentRoster With(IReadOnlyCollection<KeyValuePair<string, AgentEntry?>> edits)
    {
        var sorted = edits.OrderBy(edit => edit.Key, StringComparer.Ordinal);
        if (_count == 0)
        {
            return Of([.. sorted.Select(edit => edit.Value).OfType<AgentEntry>()]);
        }

        var shelves = new List<AgentShelf>(_shelves.Length + 1);
        var (next, count) = (0, _count);
        foreach (var touched in sorted.GroupBy(edit => ShelfOf(edit.Key)))
        {
            shelves.AddRange(_shelves.AsSpan(next, touched.Key - next));
            var entries = _shelves[touched.Key].With(touched);
            count += entries.Count - _shelves[touched.Key].Entries.Length;
            if (shelves.Count > 0 && shelves[^1].Entries.Length + entries.Count <= AgentShelf.Most / 2)
            {
                // Who leaves makes room: shelves that have become small are put together.
                entries.InsertRange(0, shelves[^1].Entries);
                shelves.RemoveAt(shelves.Count - 1);
            }

            shelves.AddRange(AgentShelf.Of(entries));
            next = touched.Key + 1;
        }

        shelves.AddRange(_shelves.AsSpan(next));
        return new AgentRoster([.. shelves], count);
    }

    private (int Shelf, int Place) PlaceAfter(string cursor)
    {
        if (!PageCursor.TryRead(cursor, out var lastId))
        {
            throw new ArgumentException("The cursor is none; it must be checked where the query comes in.", nameof(cursor));
        }

        if (_count == 0)
        {
            return (0, 0);
        }

        var shelf = ShelfOf(lastId);
        var place = _shelves[shelf].PlaceOf(lastId);
        return (shelf, _shelves[shelf].Has(lastId, place) ? place + 1 : place);
    }

    /// <summary>The shelf on which the id stands, or would stand: the last that does not begin after it.</summary>
    private int ShelfOf(string id)
    {
        var (low, high) = (1, _shelves.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (string.CompareOrdinal(_shelves[middle].First, id) <= 0)
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
