namespace AgentRegistry.Discovery;

/// <summary>The agents that have a word, or a related one, and how much it tells: the rarer, the more.</summary>
internal readonly record struct TermSource(PostingList Postings, float Rarity);

/// <summary>A query's term.</summary>
/// <param name="Sources">Itself, then what may be meant by a misspelt one, and related words; an agent counts by the one that says most.</param>
/// <param name="IsAsking">True for a word that people ask with: it counts in full in a name only.</param>
/// <param name="Sentences">A bit for each sentence that it stands in.</param>
internal readonly record struct SearchTerm(TermSource[] Sources, bool IsAsking, int Sentences)
{
    /// <summary>No agent's score of this term reaches it.</summary>
    public float Bound => Sources.Max(source => Bm25.Bound(source.Rarity));
}

/// <summary>A query against one index: its different terms, and the words they came from.</summary>
internal sealed class SearchTerms
{
    // A request of more different words is a pasted document; its beginning says what it is about.
    private const int MostTerms = 128;

    // A title or a number is what a request is about, and only seldom what it asks for.
    private const float ValueWeight = 0.3f;

    // What fits by a related word only is good where nothing fits by the word itself.
    private const float RelatedWeight = 0.3f;

    // What is most likely meant, but was not said.
    private const float MisspeltWeight = 0.7f;
    private const int MostSpellings = 3;

    // A related word that more agents than these have tells little, and would cost most.
    private const int ManyAgents = 50;
    private const float ManyOfAll = 0.05f;

    private readonly Dictionary<string, (int Place, float Rarity)> _places = new(StringComparer.Ordinal);
    private readonly List<SearchTerm> _terms = [];
    private readonly IReadOnlyList<RequestWord> _words;
    private readonly string _text;

    public SearchTerms(string text, CapabilityIndex index)
    {
        _text = text.Trim();
        _words = RequestText.Words(_text);
        foreach (var same in _words.GroupBy(word => word.Token.Term, StringComparer.Ordinal).Take(MostTerms))
        {
            var weight = same.All(word => word.IsValue) ? ValueWeight : 1;
            var sentences = same.Aggregate(0, (all, word) => all | (1 << word.Sentence));
            _terms.Add(new SearchTerm([.. Sources(same.Key, weight, index)], AskingWords.Contains(same.Key), sentences));
        }

        SentenceCount = _words.Count == 0 ? 0 : _words[^1].Sentence + 1;
        Id = index.Postings(ExactTerm.OfId(_text));
        Name = index.Postings(ExactTerm.OfName(_text));
    }

    public string Text => _text;

    public IReadOnlyList<SearchTerm> Terms => _terms;

    public int SentenceCount { get; }

    /// <summary>The agent whose id the query is.</summary>
    public PostingList Id { get; }

    /// <summary>The agents whose name, or whose capability's name, the query is.</summary>
    public PostingList Name { get; }

    /// <summary>Whether it is an id or a name.</summary>
    public bool IsExact => Id.Count + Name.Count > 0;

    /// <summary>Which term of the query an agent's word answers, itself or as a related word, and how much that tells.</summary>
    public bool TryPlace(string term, out (int Place, float Rarity) place) => _places.TryGetValue(term, out place);

    /// <summary>The query's own words for the terms that were found, in its order; overlapping ones (GitHub, Git, Hub) as one.</summary>
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
        Add(term, weight, isMeant: true);
        if (sources[0].Postings.Count == 0 && weight == 1 && !RelatedWords.Knows(term))
        {
            foreach (var meant in index.Spellings.Near(term).OrderByDescending(meant => index.Postings(meant).Count).Take(MostSpellings))
            {
                Add(meant, MisspeltWeight, isMeant: true);
            }
        }

        foreach (var related in RelatedWords.Of(term))
        {
            if (index.Vocabulary.MayHave(related.Hash))
            {
                Add(related.Term, weight * RelatedWeight * related.Similarity, isMeant: false);
            }
        }

        return sources;

        void Add(string word, float factor, bool isMeant)
        {
            // The term itself stands even when no agent has it.
            var postings = index.Postings(word);
            if (sources.Count == 0 || (postings.Count > 0 && (isMeant || postings.Count <= Math.Max(ManyAgents, ManyOfAll * index.Count))))
            {
                sources.Add(new TermSource(postings, factor * Bm25.Rarity(index.Count, postings.Count)));
                if (sources.Count == 1)
                {
                    // The query's own word, which another of its words may be related to.
                    _places[word] = (_terms.Count, sources[0].Rarity);
                }
                else
                {
                    _places.TryAdd(word, (_terms.Count, sources[^1].Rarity));
                }
            }
        }
    }
}
