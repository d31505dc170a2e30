namespace AgentRegistry.Discovery;

/// <summary>
/// How like a query is to those that agents answered well, 0 to 1: by its words and its pairs of neighbouring words in all of an agent's
/// queries together, and by the nearest few of them. None of it grows with how many there are, so that an agent that is asked often is
/// not the answer to everything.
/// </summary>
internal sealed class QueryLikeness
{
    private const int Nearest = 3;

    // Beside the words: a pair of them is the rarer, and so counts for more by itself; the nearest are a small sample.
    private const float OfPairs = 0.5f;
    private const double OfNearest = 0.25;
    private const short NoPair = -1;

    private readonly string[] _words;
    private readonly int[] _hashes;
    private readonly int _tried;
    private readonly float _all;

    /// <summary>For two words of the query, the second after the first, the number of their pair.</summary>
    private readonly short[] _pairs;
    private readonly int _pairCount;

    /// <param name="query">What is asked.</param>
    /// <param name="index">Which words tell most, for few agents were asked with them.</param>
    public QueryLikeness(string query, CapabilityIndex index)
    {
        var sequence = AnsweredQuery.WordsOf(query);
        _words = [.. sequence.Distinct(StringComparer.Ordinal)];
        _hashes = Array.ConvertAll(_words, AnsweredQuery.HashOf);
        _tried = index.Tried;
        Terms = Array.ConvertAll(_words, word => Source(word, index.Postings(word)));
        _all = Terms.Sum(term => term.Rarity);
        (_pairs, _pairCount) = Pairs(sequence);
    }

    /// <summary>The agents that were asked with each word of the query.</summary>
    public TermSource[] Terms { get; }

    /// <summary>Its different words.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>
    /// What a word adds to the likeness to all of an agent's queries together. Near the third root of its part in them: the tenth query with
    /// it tells less than the first.
    /// </summary>
    /// <param name="rarity">How much the word tells.</param>
    /// <param name="count">In how many of the agent's queries it is.</param>
    /// <param name="words">How many words those queries have.</param>
    public float Part(float rarity, float count, float words)
    {
        // x^(3/8): three roots are faster than a power.
        var root = MathF.Sqrt(MathF.Sqrt(count / words));
        return rarity / _all * root * MathF.Sqrt(root);
    }

    /// <summary>The likeness to what each of some agents was asked. Which pairs of words tell most is judged among them.</summary>
    /// <param name="agents">Each agent's queries, and what is left of the weight of each.</param>
    public double[] To(IReadOnlyList<(AnsweredQueries Answered, double[] Weights)> agents)
    {
        var pairs = new int[agents.Count * _pairCount];
        var likeness = new double[agents.Count];
        for (var agent = 0; agent < likeness.Length; agent++)
        {
            var (answered, weights) = agents[agent];
            likeness[agent] = ByWords(answered) + (OfNearest * ToNearest(answered, weights, pairs.AsSpan(agent * _pairCount, _pairCount)));
        }

        for (var pair = 0; pair < _pairCount; pair++)
        {
            var having = 0;
            for (var agent = 0; agent < likeness.Length; agent++)
            {
                having += pairs[(agent * _pairCount) + pair] > 0 ? 1 : 0;
            }

            var rarity = Rarity(having);
            for (var agent = 0; agent < likeness.Length; agent++)
            {
                var answered = agents[agent].Answered;
                var count = Math.Min(pairs[(agent * _pairCount) + pair], answered.Queries.Length);
                likeness[agent] += count > 0 ? OfPairs * Part(rarity, count, answered.Words) : 0;
            }
        }

        return Array.ConvertAll(likeness, one => Math.Min(1, one));
    }

    private float ByWords(AnsweredQueries answered)
    {
        var together = 0f;
        for (var i = 0; i < _words.Length; i++)
        {
            together += answered.Counts.TryGetValue(_words[i], out var count) ? Part(Terms[i].Rarity, count, answered.Words) : 0;
        }

        return together;
    }

    /// <summary>The average of the nearest few; counts the query's pairs on the way.</summary>
    private double ToNearest(AnsweredQueries answered, ReadOnlySpan<double> weights, Span<int> pairs)
    {
        Span<double> nearest = stackalloc double[Nearest];
        nearest.Clear();
        for (var i = 0; i < weights.Length; i++)
        {
            if (Likeness(answered.Queries[i], pairs) * weights[i] is var aged && aged > nearest[0])
            {
                nearest[0] = aged;
                nearest.Sort();
            }
        }

        return (nearest[0] + nearest[1] + nearest[2]) / Nearest;
    }

    /// <summary>Near the cosine, which would need the rarity of the other's words too: those are taken to be as rare as the query's own.</summary>
    private float Likeness(AnsweredQuery other, Span<int> pairs)
    {
        var (both, seen, before) = (0f, 0UL, -1);
        foreach (var word in other.Words)
        {
            var place = _hashes.AsSpan().IndexOf(word);
            if (place >= 0)
            {
                both += (seen & (1UL << place)) == 0 ? Terms[place].Rarity : 0;
                seen |= 1UL << place;
                if (before >= 0 && _pairs[(before * _words.Length) + place] is var pair && pair != NoPair)
                {
                    pairs[pair]++;
                }
            }

            before = place;
        }

        return both == 0 ? 0 : Math.Min(1, both / _all * MathF.Sqrt((float)_words.Length / other.Terms.Length));
    }

    /// <summary>What nobody was asked with says that the query is about something else, unless it is a word of asking.</summary>
    private TermSource Source(string word, PostingList postings) =>
        new(postings, postings.Count == 0 && IsFiller(ExactTerm.Answered(word)) ? 0 : Rarity(postings.Count));

    private static bool IsFiller(string term) => StopWords.Contains(term) || AskingWords.Contains(term);

    private (short[] Pairs, int Count) Pairs(string[] sequence)
    {
        var pairs = new short[_words.Length * _words.Length];
        Array.Fill(pairs, NoPair);
        var places = Array.ConvertAll(sequence, word => Array.IndexOf(_words, word));
        var count = (short)0;
        for (var i = 1; i < places.Length; i++)
        {
            ref var pair = ref pairs[(places[i - 1] * _words.Length) + places[i]];
            pair = pair == NoPair ? count++ : pair;
        }

        return (pairs, count);
    }

    /// <summary>The square of the logarithm: a word that few were asked with tells more than several that many were.</summary>
    private float Rarity(int having)
    {
        var rarity = MathF.Log(1 + ((_tried + 0.5f) / (having + 0.5f)));
        return rarity * rarity;
    }
}
