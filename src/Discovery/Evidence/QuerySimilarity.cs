namespace AgentRegistry.Discovery;

/// <summary>
/// The similarity of a query to those that agents answered well, 0 to 1: by its words and its pairs of adjacent words in all of an
/// agent's queries together, and by the nearest few of them. It does not grow with the number of queries, so that an agent with many
/// calls is not the answer to everything.
/// </summary>
internal sealed class QuerySimilarity
{
    private const int Nearest = 3;

    // Relative to the words: a pair is rarer, and so already counts more; the nearest queries are a small sample.
    private const float OfPairs = 0.5f;
    private const double OfNearest = 0.25;
    private const short NoPair = -1;

    private readonly string[] _words;
    private readonly int[] _hashes;
    private readonly int _agentsWithEvidence;
    private readonly float _all;

    /// <summary>The number of the pair of two words of the query, the second after the first.</summary>
    private readonly short[] _pairs;
    private readonly int _pairCount;

    /// <param name="query">The query.</param>
    /// <param name="index">The answered queries, from which the words' inverse document frequencies follow.</param>
    public QuerySimilarity(string query, CapabilityIndex index)
    {
        var sequence = AnsweredQuery.WordsOf(query);
        _words = [.. sequence.Distinct(StringComparer.Ordinal)];
        _hashes = Array.ConvertAll(_words, AnsweredQuery.HashOf);
        _agentsWithEvidence = index.AgentsWithEvidence;
        Terms = Array.ConvertAll(_words, word => Source(word, index.Postings(word)));
        _all = Terms.Sum(term => term.Idf);
        (_pairs, _pairCount) = Pairs(sequence);
    }

    /// <summary>For each word of the query, the agents whose answered queries contain it.</summary>
    public TermSource[] Terms { get; }

    /// <summary>Its distinct words.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>
    /// A word's contribution to the similarity to all of an agent's queries together. About the cube root of its share in them: the tenth
    /// query with it adds less than the first.
    /// </summary>
    /// <param name="idf">The word's inverse document frequency.</param>
    /// <param name="count">The number of the agent's queries that contain it.</param>
    /// <param name="words">The number of words in those queries.</param>
    public float Part(float idf, float count, float words)
    {
        // x^(3/8): three square roots are faster than a power.
        var root = MathF.Sqrt(MathF.Sqrt(count / words));
        return idf / _all * root * MathF.Sqrt(root);
    }

    /// <summary>The similarity to the answered queries of each agent. The inverse document frequencies of word pairs are computed among these agents.</summary>
    /// <param name="agents">Each agent's queries, and the remaining weight of each.</param>
    public double[] To(IReadOnlyList<(AnsweredQueries Answered, double[] Weights)> agents)
    {
        var pairs = new int[agents.Count * _pairCount];
        var similarity = new double[agents.Count];
        for (var agent = 0; agent < similarity.Length; agent++)
        {
            var (answered, weights) = agents[agent];
            similarity[agent] = ByWords(answered) + (OfNearest * ToNearest(answered, weights, pairs.AsSpan(agent * _pairCount, _pairCount)));
        }

        for (var pair = 0; pair < _pairCount; pair++)
        {
            var having = 0;
            for (var agent = 0; agent < similarity.Length; agent++)
            {
                having += pairs[(agent * _pairCount) + pair] > 0 ? 1 : 0;
            }

            var idf = Idf(having);
            for (var agent = 0; agent < similarity.Length; agent++)
            {
                var answered = agents[agent].Answered;
                var count = Math.Min(pairs[(agent * _pairCount) + pair], answered.Queries.Length);
                similarity[agent] += count > 0 ? OfPairs * Part(idf, count, answered.Words) : 0;
            }
        }

        return Array.ConvertAll(similarity, one => Math.Min(1, one));
    }

    private float ByWords(AnsweredQueries answered)
    {
        var together = 0f;
        for (var i = 0; i < _words.Length; i++)
        {
            together += answered.Counts.TryGetValue(_words[i], out var count) ? Part(Terms[i].Idf, count, answered.Words) : 0;
        }

        return together;
    }

    /// <summary>The average over the nearest few; also counts the query's pairs.</summary>
    private double ToNearest(AnsweredQueries answered, ReadOnlySpan<double> weights, Span<int> pairs)
    {
        Span<double> nearest = stackalloc double[Nearest];
        nearest.Clear();
        for (var i = 0; i < weights.Length; i++)
        {
            if (Similarity(answered.Queries[i], pairs) * weights[i] is var aged && aged > nearest[0])
            {
                nearest[0] = aged;
                nearest.Sort();
            }
        }

        return (nearest[0] + nearest[1] + nearest[2]) / Nearest;
    }

    /// <summary>Approximates the cosine, which would need the inverse document frequencies of the other query's words: they are assumed to equal the query's own.</summary>
    private float Similarity(AnsweredQuery other, Span<int> pairs)
    {
        var (both, seen, before) = (0f, 0UL, -1);
        foreach (var word in other.Words)
        {
            var place = _hashes.AsSpan().IndexOf(word);
            if (place >= 0)
            {
                both += (seen & (1UL << place)) == 0 ? Terms[place].Idf : 0;
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

    /// <summary>A word in no answered query indicates another subject, unless it is a stop word or generic.</summary>
    private TermSource Source(string word, PostingList postings) =>
        new(postings, postings.Count == 0 && IsFiller(ExactTerm.Answered(word)) ? 0 : Idf(postings.Count));

    private static bool IsFiller(string term) => StopWords.Contains(term) || GenericWords.Contains(term);

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

    /// <summary>Squared: one word in the queries of few agents counts more than several in the queries of many.</summary>
    private float Idf(int having)
    {
        var idf = MathF.Log(1 + ((_agentsWithEvidence + 0.5f) / (having + 0.5f)));
        return idf * idf;
    }
}

/// <summary>An agent's evidence for a query.</summary>
/// <param name="Queries">The number of its answered queries that are kept.</param>
/// <param name="Similarity">The similarity of the query to them, 0–1.</param>
/// <param name="Fresh">Their number, each weighted by its age.</param>
public sealed record Experience(int Queries, double Similarity, double Fresh)
{
    /// <summary>An agent without evidence.</summary>
    public static readonly Experience None = new(0, 0, 0);

    internal static Experience[] Of(IEnumerable<AnsweredQueries> agents, QuerySimilarity similarity, TimeSpan halfLife, DateTimeOffset now)
    {
        var answered = agents.Select(agent => (agent, Weights: Array.ConvertAll(agent.Queries, query => query.Weight(now, halfLife)))).ToList();
        return [.. answered.Zip(similarity.To(answered), (agent, like) => new Experience(agent.Weights.Length, like, agent.Weights.Sum()))];
    }
}
