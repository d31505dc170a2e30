namespace AgentRegistry.Discovery;

/// <summary>
/// Which of some agents a query is for, by what sets the queries that each answered apart from those of its rivals: a word that all of
/// them are asked with tells nothing, however often it comes. A logistic regression with a weight for each word that an agent was asked with,
/// made from all evidence at once, so that it is the same in every process and whatever the order. Immutable.
/// </summary>
internal sealed class QueryClassifier
{
    public static readonly QueryClassifier Untrained = new([]);

    private readonly Dictionary<string, Dictionary<string, float>> _weights;

    private QueryClassifier(Dictionary<string, Dictionary<string, float>> weights) => _weights = weights;

    /// <param name="tried">All agents that have answered something. Those of different workspaces are no rivals.</param>
    /// <param name="cancellationToken">Ends it with an <see cref="OperationCanceledException"/>.</param>
    public static QueryClassifier Of(IEnumerable<AgentEntry> tried, CancellationToken cancellationToken)
    {
        var weights = new Dictionary<string, Dictionary<string, float>>(StringComparer.Ordinal);
        foreach (var workspace in tried.GroupBy(agent => agent.Agent.Workspace, StringComparer.Ordinal))
        {
            List<AgentEntry> agents = [.. workspace.OrderBy(agent => agent.Agent.Id, StringComparer.Ordinal)];
            foreach (var (agent, learned) in agents.Zip(QueryTraining.Run([.. agents.Select(agent => agent.Answered)], cancellationToken)))
            {
                weights.Add(agent.Agent.Id, learned);
            }
        }

        return new QueryClassifier(weights);
    }

    /// <summary>How much a word tells of which agent is meant: the more, the fewer are asked with it.</summary>
    public static float Telling(int agents, int having) => MathF.Log(1 + ((agents + 0.5f) / (having + 0.5f)));

    /// <summary>How likely each of some agents is the one, beside the others: all together 1; 0 for one that it does not know.</summary>
    /// <param name="words">The query's words, and how much each tells.</param>
    /// <param name="agents">Who may be the one.</param>
    public double[] Odds(IReadOnlyList<(string Term, float Value)> words, IEnumerable<AgentEntry> agents)
    {
        var length = MathF.Sqrt(words.Sum(word => word.Value * word.Value));
        var odds = agents.Select(agent => length > 0 && agent.Answered.Words > 0 && _weights.TryGetValue(agent.Agent.Id, out var weights)
            ? Math.Exp(words.Sum(word => weights.GetValueOrDefault(word.Term) * word.Value) / length)
            : 0).ToArray();
        var all = odds.Sum();
        return all > 0 ? Array.ConvertAll(odds, one => one / all) : odds;
    }
}
