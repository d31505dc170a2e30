namespace AgentRegistry.Discovery;

/// <summary>What was learned of the agents of one workspace: how much each word tells, and what it weighs for each agent. Immutable.</summary>
/// <param name="telling">Of each word that any of them was asked with.</param>
/// <param name="weights">By id: the agent, and the weights of the words that it was asked with.</param>
internal sealed class TrainedAgents(
    IReadOnlyDictionary<string, float> telling, IReadOnlyDictionary<string, (AgentEntry Agent, Dictionary<string, float> Weights)> weights)
{
    /// <summary>Whether it was trained with this very agent: another may have been registered by its id since.</summary>
    public bool Knows(AgentEntry agent) =>
        agent.Answered.Words > 0 && weights.TryGetValue(agent.Agent.Id, out var known) && known.Agent.Agent.RegisteredAt == agent.Agent.RegisteredAt;

    /// <summary>How likely each of some agents is the one, beside the others: all together 1.</summary>
    /// <param name="words">The query's words, each once.</param>
    /// <param name="agents">Those that it knows.</param>
    public double[] Odds(IReadOnlyList<string> words, List<AgentEntry> agents)
    {
        var asked = words.Where(telling.ContainsKey).Select(word => (Word: word, Value: telling[word])).ToList();
        var length = Math.Sqrt(asked.Sum(word => word.Value * word.Value));
        var scores = agents.ConvertAll(agent => asked.Sum(word => weights[agent.Agent.Id].Weights.GetValueOrDefault(word.Word) * word.Value / length));
        var highest = scores.DefaultIfEmpty().Max();
        var odds = scores.Select(score => Math.Exp(score - highest)).ToArray();
        var all = odds.Sum();
        return Array.ConvertAll(odds, one => one / all);
    }
}
