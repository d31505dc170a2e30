namespace AgentRegistry.Discovery;

/// <summary>
/// Whether an index may have a word of agents' texts: a bit for each hash. Immutable. Most words that are related to one of a query's are in no agent's
/// text, and to find that out in the index itself is much of what a search costs. A word that is gone leaves its bit.
/// </summary>
internal sealed class Vocabulary
{
    private const int Bits = 1 << 20;
    private const int PageBits = 1 << 15;

    public static readonly Vocabulary Empty = new([.. Enumerable.Repeat(new ulong[PageBits / 64], Bits / PageBits)]);

    private readonly ulong[][] _pages;

    private Vocabulary(ulong[][] pages) => _pages = pages;

    public static int HashOf(string term) => string.GetHashCode(term, StringComparison.Ordinal) & (Bits - 1);

    /// <param name="hash">As <see cref="HashOf"/> gives it.</param>
    public bool MayHave(int hash) => (_pages[hash / PageBits][hash % PageBits / 64] & (1UL << (hash % 64))) != 0;

    /// <param name="terms">Of an index; those that are no words of texts are passed over.</param>
    public Vocabulary With(IEnumerable<string> terms)
    {
        var pages = (ulong[][])_pages.Clone();
        foreach (var page in terms.Where(term => !ExactTerm.Is(term)).Select(HashOf).Where(hash => !MayHave(hash)).GroupBy(hash => hash / PageBits))
        {
            var bits = (ulong[])pages[page.Key].Clone();
            foreach (var hash in page)
            {
                bits[hash % PageBits / 64] |= 1UL << (hash % 64);
            }

            pages[page.Key] = bits;
        }

        return new Vocabulary(pages);
    }
}
