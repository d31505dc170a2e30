namespace AgentRegistry.Discovery;

/// <summary>The different terms of a text, each with the weight that its occurrences sum to.</summary>
internal sealed class TermVector
{
    private TermVector(string[] terms, float[] weights)
    {
        Terms = terms;
        Weights = weights;
    }

    /// <summary>The index puts its own string in the place of an equal one before the vector is shared: agents' words repeat.</summary>
    public string[] Terms { get; }

    public float[] Weights { get; }

    public sealed class Builder
    {
        private readonly Dictionary<string, float> _weights = new(StringComparer.Ordinal);

        public Builder Add(string? text, float weight)
        {
            foreach (var token in TextAnalysis.Tokens(text ?? ""))
            {
                _weights[token.Term] = _weights.GetValueOrDefault(token.Term) + weight;
            }

            return this;
        }

        public Builder Add(IReadOnlyList<string> texts, float weight)
        {
            foreach (var text in texts)
            {
                Add(text, weight);
            }

            return this;
        }

        public TermVector Build() => new([.. _weights.Keys], [.. _weights.Values]);
    }
}
