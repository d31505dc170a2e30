using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>An agent with everything that queries need and that is computed once. Immutable.</summary>
internal sealed class AgentEntry
{
    public AgentEntry(Agent agent, int slot)
    {
        Agent = agent;
        Slot = slot;
        Facets = AgentFacets.Of(agent);
        Capabilities = HashedNames.Of(agent.Capabilities);
        Tags = HashedNames.Of(agent.Tags);
        Document = new AgentDocument(agent);
    }

    private AgentEntry(AgentEntry before, Agent agent, AnsweredQueries answered, float[]? vector)
    {
        Agent = agent;
        Answered = answered;
        Vector = vector;
        Slot = before.Slot;
        Facets = AgentFacets.Of(agent);
        Capabilities = before.Capabilities;
        Tags = before.Tags;
        Document = before.Document;
    }

    public Agent Agent { get; }

    /// <summary>Its place in the index.</summary>
    public int Slot { get; }

    public AgentFacets Facets { get; }

    public HashedNames Capabilities { get; }

    public HashedNames Tags { get; }

    public AgentDocument Document { get; }

    /// <summary>The queries that it answered well.</summary>
    public AnsweredQueries Answered { get; private init; } = AnsweredQueries.None;

    /// <summary>The embedding of its text, of length 1; null before it has been computed, or without an embedding endpoint.</summary>
    public float[]? Vector { get; }

    public bool IsHealthy => Agent.Health == AgentHealth.Healthy;

    /// <summary>The entry for a later state. State changes far more often than text, whose analysis is expensive.</summary>
    public AgentEntry With(Agent agent) => HasTextOf(agent)
        ? new AgentEntry(this, agent, Answered, Vector)
        : new AgentEntry(agent, Slot) { Answered = Answered };

    public AgentEntry With(AnsweredQueries answered) => new(this, Agent, answered, Vector);

    public AgentEntry With(float[] vector) => new(this, Agent, Answered, vector);

    public bool HasTextOf(Agent agent) =>
        ReferenceEquals(Agent.Capabilities, agent.Capabilities)
        && ReferenceEquals(Agent.Tags, agent.Tags)
        && ReferenceEquals(Agent.Name, agent.Name)
        && ReferenceEquals(Agent.Description, agent.Description);
}
