using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>
/// An agent's indexed text. Each capability has its own term vector, so that the capability that matches a query is found without
/// analysing its text again.
/// </summary>
internal sealed class AgentDocument
{
    public AgentDocument(Agent agent)
    {
        Own = new TermVector.Builder()
            .Add(agent.Name, FieldWeights.AgentName)
            .Add(agent.Description, FieldWeights.AgentDescription)
            .Add(agent.Tags, FieldWeights.AgentTag)
            .Build();
        Capabilities = new TermVector[agent.Capabilities.Count];
        for (var i = 0; i < Capabilities.Length; i++)
        {
            var capability = agent.Capabilities[i];
            Capabilities[i] = new TermVector.Builder()
                .Add(capability.Name, FieldWeights.CapabilityName)
                .Add(capability.Description, FieldWeights.CapabilityDescription)
                .Add(capability.Tags, FieldWeights.CapabilityTag)
                .Add(capability.Examples, FieldWeights.CapabilityExample)
                .Build();
        }

        Length = Own.Weights.Sum() + Capabilities.Sum(vector => vector.Weights.Sum());
        ExactTerms = [.. agent.Capabilities
            .Select(capability => ExactTerm.OfName(capability.Name))
            .Append(ExactTerm.OfName(agent.Name))
            .Append(ExactTerm.OfId(agent.Id))
            .Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Name, description and tags of the agent itself.</summary>
    public TermVector Own { get; }

    /// <summary>In the agent's order of capabilities.</summary>
    public TermVector[] Capabilities { get; }

    /// <summary>The agent's id and names as a whole.</summary>
    public string[] ExactTerms { get; }

    /// <summary>The sum of all weights: long texts contain any word sooner or later and are discounted for it.</summary>
    public float Length { get; }

    public IEnumerable<TermVector> Vectors => Capabilities.Prepend(Own);
}

/// <summary>The distinct terms of a text, each with the total weight of its occurrences.</summary>
internal sealed class TermVector
{
    private TermVector(string[] terms, float[] weights)
    {
        Terms = terms;
        Weights = weights;
    }

    /// <summary>The index replaces equal strings by its own before the vector is shared: agents use the same words.</summary>
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

/// <summary>
/// The weight of a word by its field: names are chosen with care, prose is padded, and a tag is one of many. Examples are worded
/// like queries. Multiples of a half, so that their sums are exact: an agent's score then does not depend on the order of
/// the changes that led to its state.
/// </summary>
internal static class FieldWeights
{
    /// <summary>A word of this weight occurs in a name.</summary>
    public const float Name = 3f;

    public const float AgentName = Name;
    public const float AgentDescription = 1f;
    public const float AgentTag = 1f;
    public const float CapabilityName = Name;
    public const float CapabilityDescription = 1f;
    public const float CapabilityTag = 1f;
    public const float CapabilityExample = 1.5f;
}

/// <summary>Terms that are not words of agents' texts. Their first character never results from text analysis, so they collide with no word.</summary>
internal static class ExactTerm
{
    private const char Id = '#';
    private const char Name = '=';
    private const char Asked = '?';

    /// <summary>True for such a term.</summary>
    public static bool Is(string term) => term[0] is Id or Name or Asked;

    public static string OfId(string id) => Id + id.ToUpperInvariant();

    public static string OfName(string name) => Name + name.ToUpperInvariant();

    /// <summary>A word of a query that was answered well.</summary>
    public static string OfAnswered(string term) => Asked + term;

    /// <summary>The word that <see cref="OfAnswered"/> was made from.</summary>
    public static string Answered(string term) => term[1..];
}
