namespace AgentRegistry.Discovery;

/// <summary>A query that an agent answered well, as its different terms.</summary>
internal sealed class AnsweredQuery
{
    // Of a pasted document the beginning says what was asked.
    private const int MostTerms = 32;

    private AnsweredQuery(string[] terms, Evidence evidence) =>
        (Terms, Hashes, At, Revision) = (terms, Array.ConvertAll(terms, HashOf), evidence.At, evidence.Revision);

    public string[] Terms { get; }

    /// <summary>Of the terms. A route compares thousands of queries with one: numbers lie beside each other, strings anywhere.</summary>
    public int[] Hashes { get; }

    public DateTimeOffset At { get; }

    public long Revision { get; }

    /// <summary>Null when there is no word in it.</summary>
    /// <param name="evidence">What was answered well.</param>
    /// <param name="shared">Gives the index's own string for a term: agents are asked in the same words over and over.</param>
    public static AnsweredQuery? Of(Evidence evidence, Func<string, string> shared)
    {
        var terms = QueryTerms(evidence.Query).Select(shared).ToArray();
        return terms.Length == 0 ? null : new AnsweredQuery(terms, evidence);
    }

    /// <summary>The different terms of a query, as they are in the index.</summary>
    public static IEnumerable<string> QueryTerms(string query) =>
        TextAnalysis.Tokens(query).Select(token => ExactTerm.OfAnswered(token.Term)).Distinct(StringComparer.Ordinal).Take(MostTerms);

    public static int HashOf(string term) => string.GetHashCode(term, StringComparison.Ordinal);

    /// <summary>What is left of its weight: half of it after each half-life. Clocks differ: the future is now.</summary>
    public double Weight(DateTimeOffset now, TimeSpan halfLife) => double.Exp2(-Math.Max(0, (now - At) / halfLife));
}
