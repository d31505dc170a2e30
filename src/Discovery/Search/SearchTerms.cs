namespace AgentRegistry.Discovery;

/// <summary>The agents that have a word, and the word's weighted inverse document frequency.</summary>
internal readonly record struct TermSource(PostingList Postings, float Idf);

/// <summary>A query's term.</summary>
/// <param name="Sources">The word itself, then its fuzzy matches and related words; an agent scores by the best of them.</param>
/// <param name="IsGeneric">True for a generic word of requests: it counts in full in a name only.</param>
/// <param name="Sentences">A bit for each sentence that contains it.</param>
internal readonly record struct SearchTerm(TermSource[] Sources, bool IsGeneric, int Sentences)
{
    /// <summary>The upper bound of an agent's score for this term.</summary>
    public float Bound => Sources.Max(source => Bm25.Bound(source.Idf));
}

/// <summary>A query against one index: its distinct terms, and the words they came from.</summary>
internal sealed class SearchTerms
{
    // A request of more distinct words is a pasted document; its beginning suffices.
    private const int MaxTerms = 128;

    // A title or a number is an argument of a request, seldom its subject.
    private const float ValueWeight = 0.3f;

    // A related word matters where nothing matches the word itself.
    private const float RelatedWeight = 0.3f;

    // A fuzzy match is probably the intended word, but not certainly.
    private const float FuzzyWeight = 0.7f;
    private const int MaxFuzzyMatches = 3;

    // A related word of more agents than these says little and would cost most.
    private const int ManyAgents = 50;
    private const float ManyOfAll = 0.05f;

    private readonly Dictionary<string, (int Place, float Idf)> _places = new(StringComparer.Ordinal);
    private readonly List<SearchTerm> _terms = [];
    private readonly IReadOnlyList<RequestWord> _words;
    private readonly string _text;

    public SearchTerms(string text, CapabilityIndex index)
    {
        _text = text.Trim();
        _words = RequestText.Words(_text);
        foreach (var same in _words.GroupBy(word => word.Token.Term, StringComparer.Ordinal).Take(MaxTerms))
        {
            var weight = same.All(word => word.IsValue) ? ValueWeight : 1;
            var sentences = same.Aggregate(0, (all, word) => all | (1 << word.Sentence));
            _terms.Add(new SearchTerm([.. Sources(same.Key, weight, index)], GenericWords.Contains(same.Key), sentences));
        }

        SentenceCount = _words.Count == 0 ? 0 : _words[^1].Sentence + 1;
        Id = index.Postings(ExactTerm.OfId(_text));
        Name = index.Postings(ExactTerm.OfName(_text));
    }

    public string Text => _text;

    public IReadOnlyList<SearchTerm> Terms => _terms;

    public int SentenceCount { get; }

    /// <summary>The agent whose id equals the query.</summary>
    public PostingList Id { get; }

    /// <summary>The agents whose name, or a capability's name, equals the query.</summary>
    public PostingList Name { get; }

    /// <summary>True when the query is an id or a name.</summary>
    public bool IsExact => Id.Count + Name.Count > 0;

    /// <summary>The term of the query that an agent's word matches, directly or as a related word, and its inverse document frequency.</summary>
    public bool TryPlace(string term, out (int Place, float Idf) place) => _places.TryGetValue(term, out place);

    /// <summary>The query's own words for the matched terms, in order; overlapping ones (GitHub, Git, Hub) as one.</summary>
    public IReadOnlyList<string> Words(ReadOnlySpan<bool> found)
    {
        var words = new List<string>();
        var (start, end) = (0, 0);
        foreach (var (token, _, _) in _words)
        {
            if (!_places.TryGetValue(token.Term, out var place) || !found[place.Place])
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

    private List<TermSource> Sources(string term, float weight, CapabilityIndex index)
    {
        var sources = new List<TermSource>();
        Add(term, weight, isRelated: false);
        if (sources[0].Postings.Count == 0 && weight == 1 && !RelatedWords.Knows(term))
        {
            foreach (var match in index.FuzzyMatcher.Matches(term).OrderByDescending(match => index.Postings(match).Count).Take(MaxFuzzyMatches))
            {
                Add(match, FuzzyWeight, isRelated: false);
            }
        }

        foreach (var related in RelatedWords.Of(term))
        {
            if (index.Vocabulary.MayHave(related.Hash))
            {
                Add(related.Term, weight * RelatedWeight * related.Similarity, isRelated: true);
            }
        }

        return sources;

        void Add(string word, float factor, bool isRelated)
        {
            // The term itself is kept even when no agent has it.
            var postings = index.Postings(word);
            if (sources.Count == 0 || (postings.Count > 0 && (!isRelated || postings.Count <= Math.Max(ManyAgents, ManyOfAll * index.Count))))
            {
                sources.Add(new TermSource(postings, factor * Bm25.Idf(index.Count, postings.Count)));
                if (sources.Count == 1)
                {
                    // The query's own word takes precedence over a related one.
                    _places[word] = (_terms.Count, sources[0].Idf);
                }
                else
                {
                    _places.TryAdd(word, (_terms.Count, sources[^1].Idf));
                }
            }
        }
    }
}
