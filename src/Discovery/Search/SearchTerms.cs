namespace AgentRegistry.Discovery;

/// <summary>A query's term, the agents that have it, and how much it tells: the rarer, the more.</summary>
internal readonly record struct SearchTerm(PostingList Postings, float Rarity);

/// <summary>A query against one index: its different terms, and the words they came from.</summary>
internal sealed class SearchTerms
{
    // A request of more different words is a pasted document; its beginning says what it is about.
    private const int MostTerms = 128;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<SearchTerm> _terms = [];
    private readonly List<Token> _tokens;
    private readonly string _text;

    public SearchTerms(string text, CapabilityIndex index)
    {
        _text = text.Trim();
        _tokens = TextAnalysis.Tokens(_text);
        foreach (var token in _tokens)
        {
            if (_places.Count == MostTerms)
            {
                break;
            }

            if (_places.TryAdd(token.Term, _terms.Count))
            {
                var postings = index.Postings(token.Term);
                _terms.Add(new SearchTerm(postings, Bm25.Rarity(index.Count, postings.Count)));
            }
        }

        Id = index.Postings(ExactTerm.OfId(_text));
        Name = index.Postings(ExactTerm.OfName(_text));
    }

    public string Text => _text;

    public IReadOnlyList<SearchTerm> Terms => _terms;

    /// <summary>The agent whose id the query is.</summary>
    public PostingList Id { get; }

    /// <summary>The agents whose name, or whose capability's name, the query is.</summary>
    public PostingList Name { get; }

    public bool TryPlace(string term, out int place) => _places.TryGetValue(term, out place);

    /// <summary>The query's own words for the terms that were found, in its order; overlapping ones (GitHub, Git, Hub) as one.</summary>
    public IReadOnlyList<string> Words(ReadOnlySpan<bool> found)
    {
        var words = new List<string>();
        var (start, end) = (0, 0);
        foreach (var token in _tokens)
        {
            if (!_places.TryGetValue(token.Term, out var place) || !found[place])
            {
                continue;
            }

            if (token.Start >= end)
            {
                Close();
                start = token.Start;
            }

            end = Math.Max(end, token.End);
        }

        Close();
        return words;

        void Close()
        {
            var word = _text[start..end];
            if (word.Length > 0 && !words.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                words.Add(word);
            }
        }
    }
}
