using System.Collections.Immutable;

namespace AgentRegistry.Discovery;

/// <summary>
/// The agents of each term. Immutable: the initial load is in a plain dictionary, which is built and read faster than an immutable
/// one and is never written again; later changes override it. The cost: outdated lists stay in memory until the next load.
/// </summary>
internal sealed class TermTable
{
    public static readonly TermTable Empty = new([], ImmutableDictionary.Create<string, PostingList>(StringComparer.Ordinal));

    private readonly Dictionary<string, PostingList> _loaded;
    private readonly ImmutableDictionary<string, PostingList> _changed;

    private TermTable(Dictionary<string, PostingList> loaded, ImmutableDictionary<string, PostingList> changed) =>
        (_loaded, _changed) = (loaded, changed);

    /// <summary>Empty for a term that no agent has.</summary>
    public PostingList this[string term] => _changed.TryGetValue(term, out var changed) ? changed : _loaded.GetValueOrDefault(term, PostingList.Empty);

    /// <param name="postings">The terms that changed, each once, with their agents.</param>
    public TermTable With(IReadOnlyCollection<(string Term, PostingList Postings)> postings)
    {
        if (_loaded.Count + _changed.Count == 0)
        {
            return new TermTable(postings.Where(one => one.Postings.Count > 0).ToDictionary(one => one.Term, one => one.Postings, StringComparer.Ordinal), _changed);
        }

        var changed = _changed.ToBuilder();
        foreach (var (term, now) in postings)
        {
            if (now.Count == 0 && !_loaded.ContainsKey(term))
            {
                changed.Remove(term);
            }
            else
            {
                changed[term] = now;
            }
        }

        return new TermTable(_loaded, changed.ToImmutable());
    }
}

/// <summary>
/// A bit for the hash of each word in agents' texts. Immutable. Most related words of a query occur in no agent's text, and looking
/// them up in the index itself is a large part of a search's cost. The bit of a removed word stays.
/// </summary>
internal sealed class Vocabulary
{
    private const int Bits = 1 << 20;
    private const int PageBits = 1 << 15;

    public static readonly Vocabulary Empty = new([.. Enumerable.Repeat(new ulong[PageBits / 64], Bits / PageBits)]);

    private readonly ulong[][] _pages;

    private Vocabulary(ulong[][] pages) => _pages = pages;

    /// <param name="hash">The term's ordinal hash.</param>
    public bool MayHave(int hash) => HasBit(hash & (Bits - 1));

    /// <param name="terms">Terms of an index; those that are not words of texts are ignored.</param>
    public Vocabulary With(IEnumerable<string> terms)
    {
        var pages = (ulong[][])_pages.Clone();
        foreach (var page in terms.Where(term => !ExactTerm.Is(term)).Select(BitOf).Where(bit => !HasBit(bit)).GroupBy(bit => bit / PageBits))
        {
            var bits = (ulong[])pages[page.Key].Clone();
            foreach (var bit in page)
            {
                bits[bit % PageBits / 64] |= 1UL << (bit % 64);
            }

            pages[page.Key] = bits;
        }

        return new Vocabulary(pages);
    }

    private static int BitOf(string term) => string.GetHashCode(term, StringComparison.Ordinal) & (Bits - 1);

    private bool HasBit(int bit) => (_pages[bit / PageBits][bit % PageBits / 64] & (1UL << (bit % 64))) != 0;
}
