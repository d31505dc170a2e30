using System.Runtime.InteropServices;

namespace AgentRegistry.Discovery;

/// <summary>The queries that an agent answered well, the newest of them, and how often each term is in them. Immutable.</summary>
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

    /// <summary>How many of the queries have each term.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>The sum of the counts.</summary>
    public int Words { get; }

    /// <param name="more">What may be known already.</param>
    /// <param name="most">How many to keep.</param>
    /// <returns>Itself when there is nothing new.</returns>
    public AnsweredQueries With(IEnumerable<AnsweredQuery> more, int most)
    {
        var known = Queries.Select(query => query.Revision).ToHashSet();
        var fresh = more.Where(query => known.Add(query.Revision)).ToList();
        return fresh.Count == 0 ? this : new AnsweredQueries([.. Queries.Concat(fresh).OrderBy(query => query.Revision).TakeLast(most)]);
    }
}
