namespace AgentRegistry.Discovery;

/// <summary>An agent and its score.</summary>
internal readonly record struct ScoredAgent(AgentEntry Entry, float Score);

/// <summary>
/// The best agents so far, best first: by score, then healthy ones first, then by id. Sorted insertion, because nearly every
/// candidate fails the first comparison and the list is short.
/// </summary>
internal sealed class TopAgents(int limit)
{
    private readonly List<ScoredAgent> _best = [];

    public IReadOnlyList<ScoredAgent> Best => _best;

    /// <summary>A lower score is not among them.</summary>
    public float Threshold => _best.Count < limit ? 0 : limit == 0 ? float.PositiveInfinity : _best[^1].Score;

    public void Offer(AgentEntry entry, float score)
    {
        var agent = new ScoredAgent(entry, score);
        if (_best.Count == limit)
        {
            if (limit == 0 || Compare(agent, _best[^1]) > 0)
            {
                return;
            }

            _best.RemoveAt(limit - 1);
        }

        var place = _best.BinarySearch(agent, ByRank.Instance);
        _best.Insert(place < 0 ? ~place : place, agent);
    }

    private static int Compare(ScoredAgent one, ScoredAgent other)
    {
        var byScore = other.Score.CompareTo(one.Score);
        if (byScore != 0)
        {
            return byScore;
        }

        var byHealth = other.Entry.IsHealthy.CompareTo(one.Entry.IsHealthy);
        return byHealth != 0 ? byHealth : string.CompareOrdinal(one.Entry.Agent.Id, other.Entry.Agent.Id);
    }

    private sealed class ByRank : IComparer<ScoredAgent>
    {
        public static readonly ByRank Instance = new();

        public int Compare(ScoredAgent x, ScoredAgent y) => TopAgents.Compare(x, y);
    }
}
