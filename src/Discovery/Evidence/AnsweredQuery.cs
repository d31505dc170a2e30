namespace AgentRegistry.Discovery;

/// <summary>A query that an agent answered well.</summary>
internal sealed class AnsweredQuery
{
    // Of a pasted document the beginning says what was asked. No more than the bits of a ulong: a comparison has one for each word.
    private const int MostWords = 64;

    private AnsweredQuery(string[] words, Func<string, string> shared, Evidence evidence)
    {
        Terms = [.. words.Distinct(StringComparer.Ordinal).Select(shared)];
        Words = Array.ConvertAll(words, HashOf);
        (At, Revision) = (evidence.At, evidence.Revision);
    }

    /// <summary>Its different words.</summary>
    public string[] Terms { get; }

    /// <summary>Hashes of its words in their order. A route compares thousands of queries with one: numbers lie beside each other, strings anywhere.</summary>
    public int[] Words { get; }

    public DateTimeOffset At { get; }

    public long Revision { get; }

    /// <summary>Null when there is no word in it.</summary>
    /// <param name="evidence">What was answered well.</param>
    /// <param name="shared">Gives the index's own string for a term: agents are asked in the same words over and over.</param>
    public static AnsweredQuery? Of(Evidence evidence, Func<string, string> shared)
    {
        var words = WordsOf(evidence.Query);
        return words.Length == 0 ? null : new AnsweredQuery(words, shared, evidence);
    }

    /// <summary>The words of a query in their order, as they are in the index; stop words too, for people ask one thing like this and another like that.</summary>
    public static string[] WordsOf(string query) =>
        [.. TextAnalysis.Tokens(query, keepStopWords: true).Take(MostWords).Select(token => ExactTerm.OfAnswered(token.Term))];

    public static int HashOf(string word) => string.GetHashCode(word, StringComparison.Ordinal);

    /// <summary>What is left of its weight: half of it after each half-life. Clocks differ: the future is now.</summary>
    public double Weight(DateTimeOffset now, TimeSpan halfLife) => double.Exp2(-Math.Max(0, (now - At) / halfLife));
}
