using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AgentRegistry.Discovery;

/// <summary>
/// Decides which of several agents a query is for by the words that distinguish their answered queries: a word in the queries of all of
/// them carries no information, however frequent. A logistic regression per workspace with a weight for each word of an agent's
/// queries, trained on all evidence at once, so that its order does not matter. Immutable.
/// </summary>
internal sealed class QueryClassifier
{
    public static readonly QueryClassifier Untrained = new([]);

    private readonly Dictionary<string, TrainedAgents> _workspaces;

    private QueryClassifier(Dictionary<string, TrainedAgents> workspaces) => _workspaces = workspaces;

    /// <param name="agents">All agents with evidence. Agents of different workspaces do not compete.</param>
    /// <param name="cancellationToken">Ends it with an <see cref="OperationCanceledException"/>.</param>
    public static QueryClassifier Of(IEnumerable<AgentEntry> agents, CancellationToken cancellationToken) => new(agents
        .GroupBy(agent => agent.Agent.Workspace, StringComparer.Ordinal)
        .ToDictionary(
            workspace => workspace.Key,
            workspace => QueryTraining.Run([.. workspace.OrderBy(agent => agent.Agent.Id, StringComparer.Ordinal)], cancellationToken),
            StringComparer.Ordinal));

    /// <summary>For each agent, by how much the most probable one of its workspace is more probable: 0–1. 0 for an agent that was not in the training data.</summary>
    /// <param name="words">The query's words, each once.</param>
    /// <param name="agents">The candidates.</param>
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

/// <summary>The trained model of one workspace: the inverse document frequency of each word, and its weight for each agent. Immutable.</summary>
/// <param name="idf">Of each word in the queries of any agent.</param>
/// <param name="agents">By id: when it was registered, and the weights of the words of its queries.</param>
internal sealed class TrainedAgents(
    IReadOnlyDictionary<string, float> idf, IReadOnlyDictionary<string, (DateTimeOffset RegisteredAt, Dictionary<string, float> Weights)> agents)
{
    /// <summary>Whether this agent was in the training data: another one may have been registered under its id since.</summary>
    public bool Knows(AgentEntry agent) =>
        agents.TryGetValue(agent.Agent.Id, out var known) && known.RegisteredAt == agent.Agent.RegisteredAt;

    /// <summary>The probability of each agent among the given ones; they sum to 1.</summary>
    /// <param name="words">The query's words, each once.</param>
    /// <param name="rivals">Agents of the training data.</param>
    public double[] Odds(IReadOnlyList<string> words, List<AgentEntry> rivals)
    {
        var known = words.Where(idf.ContainsKey).Select(word => (Word: word, Value: idf[word])).ToList();
        var length = Math.Sqrt(known.Sum(word => word.Value * word.Value));
        var scores = rivals.ConvertAll(agent => known.Sum(word => agents[agent.Agent.Id].Weights.GetValueOrDefault(word.Word) * word.Value / length));
        var highest = scores.DefaultIfEmpty().Max();
        var odds = scores.Select(score => Math.Exp(score - highest)).ToArray();
        var all = odds.Sum();
        return Array.ConvertAll(odds, one => one / all);
    }
}

/// <summary>
/// Trains the weights of a <see cref="QueryClassifier"/> by stochastic gradient descent: for each query, the weights of its words rise for
/// the agent that answered it and fall for those that would have been chosen instead. The cost of a step is proportional to the number of
/// agents, because nearly all share a word with a query.
/// </summary>
internal sealed class QueryTraining
{
    private const int Passes = 3;
    private const float Rate = 5;

    // The newest ones are used. An agent that answered none of them is not trained, and so not judged.
    private const int MaxQueries = 100_000;

    private readonly Dictionary<string, Word> _words = new(StringComparer.Ordinal);
    private readonly float[] _scores;

    private QueryTraining(int agents) => _scores = new float[agents];

    /// <param name="withEvidence">The agents of a workspace that have answered queries.</param>
    /// <param name="cancellationToken">Ends it with an <see cref="OperationCanceledException"/>.</param>
    public static TrainedAgents Run(IReadOnlyList<AgentEntry> withEvidence, CancellationToken cancellationToken)
    {
        var oldest = withEvidence.SelectMany(agent => agent.Answered.Queries).Select(query => query.Revision).OrderDescending().Take(MaxQueries).Last();
        var agents = withEvidence.Where(agent => agent.Answered.Queries[^1].Revision >= oldest).ToList();
        var training = new QueryTraining(agents.Count);
        for (var agent = 0; agent < agents.Count; agent++)
        {
            training.Add(agent, agents[agent].Answered.Counts.Keys);
        }

        var examples = agents
            .SelectMany((entry, agent) => entry.Answered.Queries.Select(query => (query.Revision, Agent: agent, query.Terms)))
            .Where(query => query.Revision >= oldest)
            .OrderBy(query => query.Revision)
            .Select(query => training.ExampleOf(query.Agent, query.Terms))
            .ToArray();

        // A fixed pseudo-random order, independent of the order of the queries.
        var random = new Random(1);
        for (var pass = 0; pass < Passes; pass++)
        {
            random.Shuffle(examples);
            foreach (var example in examples)
            {
                cancellationToken.ThrowIfCancellationRequested();
                training.Step(example);
            }
        }

        return new TrainedAgents(
            training._words.ToDictionary(word => word.Key, word => training.Idf(word.Value), StringComparer.Ordinal),
            agents.Zip(training.WeightsByAgent(), (entry, weights) => (entry.Agent, Weights: weights))
                .ToDictionary(one => one.Agent.Id, one => (one.Agent.RegisteredAt, one.Weights), StringComparer.Ordinal));
    }

    private void Add(int agent, IEnumerable<string> terms)
    {
        foreach (var term in terms)
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(_words, term, out _) ??= new Word()).Add(agent);
        }
    }

    /// <summary>Inverse document frequency over the agents whose queries contain the word.</summary>
    private float Idf(Word word) => MathF.Log(1 + ((_scores.Length + 0.5f) / (word.Agents.Count + 0.5f)));

    private Example ExampleOf(int agent, string[] terms)
    {
        var words = Array.ConvertAll(terms, term => _words[term]);
        var values = Array.ConvertAll(words, Idf);
        TensorPrimitives.Divide(values, TensorPrimitives.Norm<float>(values), values);
        return new Example(agent, words, values);
    }

    private void Step(Example example)
    {
        Array.Clear(_scores);
        for (var i = 0; i < example.Words.Length; i++)
        {
            var word = example.Words[i];
            for (var a = 0; a < word.Agents.Count; a++)
            {
                _scores[word.Agents[a]] += word.Weights[a] * example.Values[i];
            }
        }

        TensorPrimitives.SoftMax(_scores, _scores);
        _scores[example.Agent] -= 1;
        for (var i = 0; i < example.Words.Length; i++)
        {
            var word = example.Words[i];
            for (var a = 0; a < word.Agents.Count; a++)
            {
                word.Weights[a] -= Rate * _scores[word.Agents[a]] * example.Values[i];
            }
        }
    }

    private Dictionary<string, float>[] WeightsByAgent()
    {
        var weights = Array.ConvertAll(_scores, _ => new Dictionary<string, float>(StringComparer.Ordinal));
        foreach (var (term, word) in _words)
        {
            for (var a = 0; a < word.Agents.Count; a++)
            {
                weights[word.Agents[a]].Add(term, word.Weights[a]);
            }
        }

        return weights;
    }

    private readonly record struct Example(int Agent, Word[] Words, float[] Values);

    /// <summary>The agents whose queries contain a word, and its weight for each.</summary>
    private sealed class Word
    {
        public List<int> Agents { get; } = [];

        public List<float> Weights { get; } = [];

        public void Add(int agent)
        {
            Agents.Add(agent);
            Weights.Add(0);
        }
    }
}
