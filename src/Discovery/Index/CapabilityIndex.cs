using System.Runtime.InteropServices;

namespace AgentRegistry.Discovery;

/// <summary>The inverted index at one revision. Immutable, so that readers need no lock; <see cref="CapabilityIndexWriter"/> builds the next one.</summary>
internal sealed class CapabilityIndex
{
    public static readonly CapabilityIndex Empty = new(TermTable.Empty, Vocabulary.Empty, FuzzyMatcher.Empty, [], 0, 0, 0);

    public CapabilityIndex(
        TermTable terms, Vocabulary vocabulary, FuzzyMatcher spellings, SlotPage[] pages, int count, int tried, double totalLength)
    {
        Terms = terms;
        Vocabulary = vocabulary;
        FuzzyMatcher = spellings;
        Pages = pages;
        Count = count;
        AgentsWithEvidence = tried;
        AverageLength = totalLength > 0 ? (float)(totalLength / count) : 1;
    }

    public TermTable Terms { get; }

    /// <summary>The words of agents' texts.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Finds terms that differ by a typing error.</summary>
    public FuzzyMatcher FuzzyMatcher { get; }

    public SlotPage[] Pages { get; }

    /// <summary>The number of agents.</summary>
    public int Count { get; }

    /// <summary>The number of agents that have answered a query well.</summary>
    public int AgentsWithEvidence { get; }

    /// <summary>The average length of an agent's document; never 0.</summary>
    public float AverageLength { get; }

    /// <summary>The index's own string for a term, if it has it.</summary>
    public string Shared(string term) => Terms[term] is { Count: > 0 } known ? known.Term : term;

    public PostingList Postings(string term) => Terms[term];
}

/// <summary>
/// Collects the changes of a batch and builds the next index: each term and page that changes is copied once per batch.
/// Not thread-safe; it lives as long as the directory, because it knows which slots are free.
/// </summary>
internal sealed class CapabilityIndexWriter
{
    private readonly Stack<int> _free = new();
    private readonly List<int> _freed = [];
    private Dictionary<string, TermEdits> _edits = new(StringComparer.Ordinal);
    private Dictionary<int, AgentEntry?> _slots = [];
    private CapabilityIndex _index = CapabilityIndex.Empty;
    private int _slotsInUse;
    private int _count;
    private int _agentsWithEvidence;
    private double _length;

    public int TakeSlot() => _free.TryPop(out var slot) ? slot : _slotsInUse++;

    public void Add(AgentEntry entry)
    {
        _slots[entry.Slot] = entry;
        _count++;
        AddTerms(entry);
        ReplaceAnswered(entry.Slot, AnsweredQueries.None, entry.Answered);
    }

    public void Replace(AgentEntry before, AgentEntry after)
    {
        _slots[after.Slot] = after;
        if (!ReferenceEquals(before.Document, after.Document))
        {
            RemoveTerms(before);
            AddTerms(after);
        }

        ReplaceAnswered(after.Slot, before.Answered, after.Answered);
    }

    public void Remove(AgentEntry entry)
    {
        _slots[entry.Slot] = null;
        _count--;
        RemoveTerms(entry);
        ReplaceAnswered(entry.Slot, entry.Answered, AnsweredQueries.None);

        // Free from the next batch on: within a batch a slot has one agent, and a term one edit for it.
        _freed.Add(entry.Slot);
    }

    public CapabilityIndex Commit()
    {
        var terms = new List<(string Term, PostingList Postings)>(_edits.Count);
        var (added, removed) = (new List<string>(), new List<string>());
        foreach (var edits in _edits.Values)
        {
            var before = _index.Terms[edits.Term];
            var after = before.With(edits.Term, edits.BySlot());
            terms.Add((edits.Term, after));
            if (before.Count == 0 && after.Count > 0)
            {
                added.Add(edits.Term);
            }
            else if (before.Count > 0 && after.Count == 0)
            {
                removed.Add(edits.Term);
            }
        }

        _index = new CapabilityIndex(_index.Terms.With(terms), _index.Vocabulary.With(added), _index.FuzzyMatcher.With(added, removed), NextPages(), _count, _agentsWithEvidence, _length);
        _freed.ForEach(_free.Push);
        _freed.Clear();

        // Replaced, not cleared: after a load they are large, and clearing them would dominate the cost of each small batch.
        (_edits, _slots) = (new(StringComparer.Ordinal), []);
        return _index;
    }

    private SlotPage[] NextPages()
    {
        var pages = new SlotPage[(_slotsInUse + SlotPage.Size - 1) / SlotPage.Size];
        _index.Pages.CopyTo(pages, 0);
        foreach (var group in _slots.GroupBy(slot => slot.Key / SlotPage.Size))
        {
            var page = pages[group.Key]?.Copy() ?? new SlotPage();
            foreach (var (slot, entry) in group)
            {
                page.Set(slot % SlotPage.Size, entry);
            }

            pages[group.Key] = page;
        }

        return pages;
    }

    private void AddTerms(AgentEntry entry)
    {
        _length += entry.Document.Length;
        foreach (var vector in entry.Document.Vectors)
        {
            for (var i = 0; i < vector.Terms.Length; i++)
            {
                vector.Terms[i] = EditsOf(vector.Terms[i]).Add(entry.Slot, vector.Weights[i]);
            }
        }

        var exact = entry.Document.ExactTerms;
        for (var i = 0; i < exact.Length; i++)
        {
            exact[i] = EditsOf(exact[i]).Add(entry.Slot, 1);
        }
    }

    private void RemoveTerms(AgentEntry entry)
    {
        _length -= entry.Document.Length;
        foreach (var term in entry.Document.Vectors.SelectMany(vector => vector.Terms).Concat(entry.Document.ExactTerms))
        {
            EditsOf(term).Add(entry.Slot, 0);
        }
    }

    /// <summary>One more query changes few of an agent's words.</summary>
    private void ReplaceAnswered(int slot, AnsweredQueries before, AnsweredQueries after)
    {
        if (ReferenceEquals(before, after))
        {
            return;
        }

        _agentsWithEvidence += (after.Words > 0 ? 1 : 0) - (before.Words > 0 ? 1 : 0);
        foreach (var (term, count) in after.Counts)
        {
            if (before.Counts.GetValueOrDefault(term) != count)
            {
                EditsOf(term).Add(slot, count);
            }
        }

        foreach (var term in before.Counts.Keys.Where(term => !after.Counts.ContainsKey(term)))
        {
            EditsOf(term).Add(slot, 0);
        }
    }

    private TermEdits EditsOf(string term)
    {
        ref var edits = ref CollectionsMarshal.GetValueRefOrAddDefault(_edits, term, out _);
        return edits ??= new TermEdits(_index.Shared(term));
    }

    /// <summary>The changes of one term in a batch.</summary>
    private sealed class TermEdits(string term)
    {
        private readonly List<Posting> _postings = [];

        /// <summary>The string that the index and its documents share.</summary>
        public string Term => term;

        public string Add(int slot, float weight)
        {
            // A term occurs in several vectors of an agent and in its old and new text: those edits arrive consecutively.
            if (_postings.Count > 0 && _postings[^1].Slot == slot)
            {
                _postings[^1] = new Posting(slot, _postings[^1].Weight + weight);
            }
            else
            {
                _postings.Add(new Posting(slot, weight));
            }

            return term;
        }

        public ReadOnlySpan<Posting> BySlot()
        {
            _postings.Sort(static (one, other) => one.Slot.CompareTo(other.Slot));
            return CollectionsMarshal.AsSpan(_postings);
        }
    }
}
