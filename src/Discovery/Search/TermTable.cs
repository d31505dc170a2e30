using System.Collections.Immutable;

namespace AgentRegistry.Discovery;

/// <summary>
/// Which agents have each term. Immutable: what was loaded at once stands in a plain dictionary, which is made and read faster than an
/// immutable one and never written again; what has changed since stands before it. The price is that the old lists of those terms stay until the next load.
/// </summary>
internal sealed class TermTable
{
    public static readonly TermTable Empty = new([], ImmutableDictionary.Create<string, PostingList>(StringComparer.Ordinal));

    private readonly Dictionary<string, PostingList> _loaded;
    private readonly ImmutableDictionary<string, PostingList> _changed;

    private TermTable(Dictionary<string, PostingList> loaded, ImmutableDictionary<string, PostingList> changed) =>
        (_loaded, _changed) = (loaded, changed);

    /// <summary>Empty for a term that no agent has.</summary>
    public PostingList this[string term] => _changed.TryGetValue(term, out var changed) ? changed : _loaded.GetValueOrDefault(term, PostingList.Empty);

    /// <param name="postings">The terms that changed, each once, and who has them now.</param>
    public TermTable With(IReadOnlyCollection<(string Term, PostingList Postings)> postings)
    {
        if (_loaded.Count + _changed.Count == 0)
        {
            return new TermTable(postings.Where(one => one.Postings.Count > 0).ToDictionary(one => one.Term, one => one.Postings, StringComparer.Ordinal), _changed);
        }

        var changed = _changed.ToBuilder();
        foreach (var (term, now) in postings)
        {
            if (now.Count == 0 && !_loaded.ContainsKey(term))
            {
                changed.Remove(term);
            }
            else
            {
                changed[term] = now;
            }
        }

        return new TermTable(_loaded, changed.ToImmutable());
    }
}
