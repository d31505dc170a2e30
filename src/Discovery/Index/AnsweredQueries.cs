using System.Runtime.InteropServices;

namespace AgentRegistry.Discovery;

/// <summary>That an agent answered a query well.</summary>
/// <param name="AgentId">Which agent.</param>
/// <param name="Workspace">Its workspace: it counts for the agent of that workspace only.</param>
/// <param name="Query">The query.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Revision">The feed's revision of it: unique.</param>
public sealed record Evidence(string AgentId, string Workspace, string Query, DateTimeOffset At, long Revision)
{
    /// <summary>The default of how many queries are kept per agent.</summary>
    public const int DefaultMaxPerAgent = 200;
}

/// <summary>The newest of the queries that an agent answered well, and the frequency of each term in them. Immutable.</summary>
internal sealed class AnsweredQueries
{
    public static readonly AnsweredQueries None = new([]);

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    private AnsweredQueries(AnsweredQuery[] queries)
    {
        Queries = queries;
        foreach (var term in queries.SelectMany(query => query.Terms))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, term, out _)++;
            Words++;
        }
    }

    /// <summary>Oldest first.</summary>
    public AnsweredQuery[] Queries { get; }

    /// <summary>The number of queries that contain each term.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>The sum of the counts.</summary>
    public int Words { get; }

    /// <param name="more">Queries, some of which may be known already.</param>
    /// <param name="max">How many to keep.</param>
    /// <returns>The same instance when there is nothing new.</returns>
    public AnsweredQueries With(IEnumerable<AnsweredQuery> more, int max)
    {
        var known = Queries.Select(query => query.Revision).ToHashSet();
        var fresh = more.Where(query => known.Add(query.Revision)).ToList();
        return fresh.Count == 0 ? this : new AnsweredQueries([.. Queries.Concat(fresh).OrderBy(query => query.Revision).TakeLast(max)]);
    }
}

/// <summary>A query that an agent answered well.</summary>
internal sealed class AnsweredQuery
{
    // The beginning of a pasted document suffices. No more than the bits of a ulong: a comparison uses one per word.
    private const int MaxWords = 64;

    private AnsweredQuery(string[] words, Func<string, string> shared, Evidence evidence)
    {
        Terms = [.. words.Distinct(StringComparer.Ordinal).Select(shared)];
        Words = Array.ConvertAll(words, HashOf);
        (At, Revision) = (evidence.At, evidence.Revision);
    }

    /// <summary>Its distinct words.</summary>
    public string[] Terms { get; }

    /// <summary>Hashes of its words in order. Routing compares thousands of queries with one: numbers are adjacent in memory, strings are not.</summary>
    public int[] Words { get; }

    public DateTimeOffset At { get; }

    public long Revision { get; }

    /// <summary>Null for a query without words.</summary>
    /// <param name="evidence">The query that was answered well.</param>
    /// <param name="shared">Returns the index's own string for a term: the same words recur in queries.</param>
    public static AnsweredQuery? Of(Evidence evidence, Func<string, string> shared)
    {
        var words = WordsOf(evidence.Query);
        return words.Length == 0 ? null : new AnsweredQuery(words, shared, evidence);
    }

    /// <summary>The words of a query in order, as terms of the index; stop words included, because the wording distinguishes queries.</summary>
    public static string[] WordsOf(string query) =>
        [.. TextAnalysis.Tokens(query, keepStopWords: true).Take(MaxWords).Select(token => ExactTerm.OfAnswered(token.Term))];

    public static int HashOf(string word) => string.GetHashCode(word, StringComparison.Ordinal);

    /// <summary>Its remaining weight: halved after each half-life. A time in the future counts as now, since clocks differ.</summary>
    public double Weight(DateTimeOffset now, TimeSpan halfLife) => double.Exp2(-Math.Max(0, (now - At) / halfLife));
}
