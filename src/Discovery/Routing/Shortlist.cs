using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>Stage one of routing: the agents whose text fits a query, best first.</summary>
/// <param name="Query">The query as it was understood.</param>
/// <param name="Confidence">How sure it is that the best agent's text is about the query, 0–1.</param>
/// <param name="Entries">The agents.</param>
public sealed record Shortlist(string Query, double Confidence, IReadOnlyList<ShortlistEntry> Entries);

/// <summary>An agent whose text fits.</summary>
/// <param name="Agent">The agent as it was at that moment.</param>
/// <param name="Match">What of it fits; its score compares within the list.</param>
public sealed record ShortlistEntry(Agent Agent, CapabilityMatch Match);
