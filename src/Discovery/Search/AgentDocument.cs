using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>
/// An agent as the index sees it. Each capability keeps a vector of its own, so that the one that fits a query is found without
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

    /// <summary>The sum of all weights: long texts hold any word sooner or later, and are discounted for it.</summary>
    public float Length { get; }

    public IEnumerable<TermVector> Vectors => Capabilities.Prepend(Own);
}
