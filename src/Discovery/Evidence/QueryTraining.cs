using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AgentRegistry.Discovery;

/// <summary>
/// Learns the weights of a <see cref="QueryClassifier"/> by stochastic gradient descent: query after query, the weights of its words rise for the
/// agent that answered it and fall for those that would have been taken instead. A step costs as much as there are agents, for nearly all share a
/// word with a query.
/// </summary>
internal sealed class QueryTraining
{
    private const int Passes = 3;
    private const float Rate = 5;

    // Of more than that, the newest. Who has answered none of them is not trained, and so not judged.
    private const int MostQueries = 100_000;

    private readonly Dictionary<string, Word> _words = new(StringComparer.Ordinal);
    private readonly float[] _scores;

    private QueryTraining(int agents) => _scores = new float[agents];

    /// <param name="tried">The agents of a workspace that have answered something.</param>
    /// <param name="cancellationToken">Ends it with an <see cref="OperationCanceledException"/>.</param>
    public static TrainedAgents Run(IReadOnlyList<AgentEntry> tried, CancellationToken cancellationToken)
    {
        var oldest = tried.SelectMany(agent => agent.Answered.Queries).Select(query => query.Revision).OrderDescending().Take(MostQueries).Last();
        var agents = tried.Where(agent => agent.Answered.Queries[^1].Revision >= oldest).ToList();
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

        // In an order that is always the same and has nothing of the one in which they were asked.
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
            training._words.ToDictionary(word => word.Key, word => training.Telling(word.Value), StringComparer.Ordinal),
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

    /// <summary>How much a word tells of which agent is meant: the more, the fewer are asked with it.</summary>
    private float Telling(Word word) => MathF.Log(1 + ((_scores.Length + 0.5f) / (word.Agents.Count + 0.5f)));

    private Example ExampleOf(int agent, string[] terms)
    {
        var words = Array.ConvertAll(terms, term => _words[term]);
        var values = Array.ConvertAll(words, Telling);
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

    /// <summary>The agents that were asked with a word, and what it weighs for each.</summary>
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
