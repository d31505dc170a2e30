namespace AgentRegistry.Discovery;

/// <summary>What was learned of the agents of one workspace: how much each word tells, and what it weighs for each agent. Immutable.</summary>
/// <param name="telling">Of each word that any of them was asked with.</param>
/// <param name="agents">By id: when it was registered, and the weights of the words that it was asked with.</param>
internal sealed class TrainedAgents(
    IReadOnlyDictionary<string, float> telling, IReadOnlyDictionary<string, (DateTimeOffset RegisteredAt, Dictionary<string, float> Weights)> agents)
{
    /// <summary>Whether it was trained with this very agent: another may have been registered by its id since.</summary>
    public bool Knows(AgentEntry agent) =>
        agents.TryGetValue(agent.Agent.Id, out var known) && known.RegisteredAt == agent.Agent.RegisteredAt;

    /// <summary>How likely each of some agents is the one, beside the others: all together 1.</summary>
    /// <param name="words">The query's words, each once.</param>
    /// <param name="rivals">Those that it knows.</param>
    public double[] Odds(IReadOnlyList<string> words, List<AgentEntry> rivals)
    {
        var asked = words.Where(telling.ContainsKey).Select(word => (Word: word, Value: telling[word])).ToList();
        var length = Math.Sqrt(asked.Sum(word => word.Value * word.Value));
        var scores = rivals.ConvertAll(agent => asked.Sum(word => agents[agent.Agent.Id].Weights.GetValueOrDefault(word.Word) * word.Value / length));
        var highest = scores.DefaultIfEmpty().Max();
        var odds = scores.Select(score => Math.Exp(score - highest)).ToArray();
        var all = odds.Sum();
        return Array.ConvertAll(odds, one => one / all);
    }
}
