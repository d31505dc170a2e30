namespace AgentRegistry.Discovery;

/// <summary>
/// Which of some agents a query is for, by what sets the queries that each answered apart from those of its rivals: a word that all of
/// them are asked with tells nothing, however often it comes. A logistic regression for each workspace, with a weight for each word that an agent was
/// asked with, made from all evidence at once, so that the order in which it came does not matter. Immutable.
/// </summary>
internal sealed class QueryClassifier
{
    public static readonly QueryClassifier Untrained = new([]);

    private readonly Dictionary<string, TrainedAgents> _workspaces;

    private QueryClassifier(Dictionary<string, TrainedAgents> workspaces) => _workspaces = workspaces;

    /// <param name="tried">All agents that have answered something. Those of different workspaces are no rivals.</param>
    /// <param name="cancellationToken">Ends it with an <see cref="OperationCanceledException"/>.</param>
    public static QueryClassifier Of(IEnumerable<AgentEntry> tried, CancellationToken cancellationToken) => new(tried
        .GroupBy(agent => agent.Agent.Workspace, StringComparer.Ordinal)
        .ToDictionary(
            workspace => workspace.Key,
            workspace => QueryTraining.Run([.. workspace.OrderBy(agent => agent.Agent.Id, StringComparer.Ordinal)], cancellationToken),
            StringComparer.Ordinal));

    /// <summary>How much likelier than each of some agents the likeliest of them is, of its workspace: 0–1. 0 for an agent that it has not been trained with.</summary>
    /// <param name="words">The query's words, each once.</param>
    /// <param name="agents">Who may be the one.</param>
    public double[] Behind(IReadOnlyList<string> words, IReadOnlyList<AgentEntry> agents)
    {
        var behind = new double[agents.Count];
        foreach (var rivals in agents.Index().GroupBy(agent => agent.Item.Agent.Workspace, StringComparer.Ordinal))
        {
            if (_workspaces.TryGetValue(rivals.Key, out var trained))
            {
                var known = rivals.Where(agent => trained.Knows(agent.Item)).ToList();
                var odds = trained.Odds(words, known.ConvertAll(agent => agent.Item));
                for (var i = 0; i < odds.Length; i++)
                {
                    behind[known[i].Index] = odds.Max() - odds[i];
                }
            }
        }

        return behind;
    }
}
