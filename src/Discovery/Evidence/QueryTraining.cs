using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AgentRegistry.Discovery;

/// <summary>
/// Learns the weights of a <see cref="QueryClassifier"/> by stochastic gradient descent: query after query, the weights of its words rise for the
/// agent that answered it and fall for those that would have been taken instead. A step costs as much as there are agents that share a word with
/// the query.
/// </summary>
internal sealed class QueryTraining
{
    private const int Passes = 3;
    private const float Rate = 5;

    // Of more than that, the newest: the older change little and take their time.
    private const int MostQueries = 100_000;

    private readonly Dictionary<string, Word> _words = new(StringComparer.Ordinal);
    private readonly float[] _scores;

    private QueryTraining(IReadOnlyList<AnsweredQueries> agents)
    {
        _scores = new float[agents.Count];
        for (var agent = 0; agent < agents.Count; agent++)
        {
            foreach (var term in agents[agent].Counts.Keys)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(_words, term, out _) ??= new Word()).Agents.Add(agent);
            }
        }

        foreach (var word in _words.Values)
        {
            word.Weights = new float[word.Agents.Count];
        }
    }

    /// <param name="agents">What each agent answered.</param>
    /// <param name="cancellationToken">Ends it with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>For each agent the weights of the words that it was asked with.</returns>
    public static Dictionary<string, float>[] Run(IReadOnlyList<AnsweredQueries> agents, CancellationToken cancellationToken)
    {
        var training = new QueryTraining(agents);
        var examples = agents
            .SelectMany((answered, agent) => answered.Queries.Select(query => (query.Revision, Agent: agent, query.Terms)))
            .OrderBy(query => query.Revision)
            .TakeLast(MostQueries)
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

        return training.WeightsByAgent();
    }

    private Example ExampleOf(int agent, string[] terms)
    {
        var words = Array.ConvertAll(terms, term => _words[term]);
        var values = Array.ConvertAll(words, word => QueryClassifier.Telling(_scores.Length, word.Agents.Count));
        TensorPrimitives.Divide(values, TensorPrimitives.Norm<float>(values), values);
        return new Example(agent, words, values);
    }

    private void Step(Example example)
    {
        Array.Clear(_scores);
        for (var i = 0; i < example.Words.Length; i++)
        {
            var word = example.Words[i];
            for (var a = 0; a < word.Weights.Length; a++)
            {
                _scores[word.Agents[a]] += word.Weights[a] * example.Values[i];
            }
        }

        TensorPrimitives.SoftMax(_scores, _scores);
        _scores[example.Agent] -= 1;
        for (var i = 0; i < example.Words.Length; i++)
        {
            var word = example.Words[i];
            for (var a = 0; a < word.Weights.Length; a++)
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
            for (var a = 0; a < word.Weights.Length; a++)
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

        public float[] Weights { get; set; } = [];
    }
}
