namespace AgentRegistry.Discovery;

/// <summary>
/// How like a query is to those that an agent answered well, 0 to 1: half of it to all of them together, half to the nearest few.
/// Neither grows with how many there are, so that an agent that is asked often is not the answer to everything.
/// </summary>
internal sealed class QueryLikeness
{
    private const int Nearest = 3;

    private readonly string[] _words;
    private readonly int[] _hashes;
    private readonly float _squares;

    /// <param name="query">What is asked.</param>
    /// <param name="index">Which words tell most, for few agents were asked with them.</param>
    public QueryLikeness(string query, CapabilityIndex index)
    {
        _words = [.. AnsweredQuery.QueryTerms(query)];
        _hashes = Array.ConvertAll(_words, AnsweredQuery.HashOf);
        Terms = Array.ConvertAll(_words, word => index.Postings(word) is var postings ? new TermSource(postings, Rarity(index, postings)) : default);
        _squares = Terms.Sum(term => term.Rarity * term.Rarity);
    }

    /// <summary>The agents that were asked with each word of the query.</summary>
    public TermSource[] Terms { get; }

    /// <summary>What a word adds to the likeness to all of an agent's queries together. The root: the tenth query with it tells less than the first.</summary>
    /// <param name="rarity">How much the word tells.</param>
    /// <param name="count">In how many of the agent's queries it is.</param>
    /// <param name="words">How many words those queries have.</param>
    public float Part(float rarity, float count, float words) => rarity * MathF.Sqrt(count / (words * _squares));

    /// <summary>The likeness to what an agent was asked.</summary>
    /// <param name="answered">The agent's queries.</param>
    /// <param name="weights">What is left of the weight of each.</param>
    public double To(AnsweredQueries answered, ReadOnlySpan<double> weights)
    {
        var together = 0f;
        for (var i = 0; i < _words.Length; i++)
        {
            together += answered.Counts.TryGetValue(_words[i], out var count) ? Part(Terms[i].Rarity, count, answered.Words) : 0;
        }

        Span<double> nearest = stackalloc double[Nearest];
        nearest.Clear();
        for (var i = 0; i < weights.Length; i++)
        {
            if (Likeness(answered.Queries[i]) * weights[i] is var aged && aged > nearest[0])
            {
                nearest[0] = aged;
                nearest.Sort();
            }
        }

        return Math.Min(1, (together + ((nearest[0] + nearest[1] + nearest[2]) / Nearest)) / 2);
    }

    /// <summary>Near the cosine, which would need the rarity of the other's words too: those are taken to be as rare as the query's own.</summary>
    private float Likeness(AnsweredQuery other)
    {
        var both = 0f;
        foreach (var word in other.Hashes)
        {
            var place = _hashes.AsSpan().IndexOf(word);
            both += place < 0 ? 0 : Terms[place].Rarity * Terms[place].Rarity;
        }

        return both == 0 ? 0 : Math.Min(1, both / _squares * MathF.Sqrt((float)_words.Length / other.Terms.Length));
    }

    private static float Rarity(CapabilityIndex index, PostingList postings) =>
        MathF.Log(1 + ((index.Tried + 0.5f) / (postings.Count + 0.5f)));
}
