using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>Stage one of routing: the agents that fit a query by their text and by what they answered before, best first.</summary>
/// <param name="Query">The query as it was understood.</param>
/// <param name="Confidence">How sure it is that any agent is for the query, 0–1.</param>
/// <param name="Entries">The agents.</param>
public sealed record Shortlist(string Query, double Confidence, IReadOnlyList<ShortlistEntry> Entries)
{
    /// <summary>The agent last called, where the query says little by itself and the agent may be found.</summary>
    public ShortlistEntry? Last { get; init; }
}

/// <summary>An agent that fits.</summary>
/// <param name="Agent">The agent as it was at that moment.</param>
/// <param name="Explain">Says what of its text fits.</param>
/// <param name="Text">Its text beside that of the best, 0–1.</param>
/// <param name="Fit">Its text and experience together, beside those of the best, 0–1.</param>
/// <param name="Experience">What it answered before.</param>
public sealed record ShortlistEntry(Agent Agent, Func<CapabilityMatch> Explain, double Text, double Fit, Experience Experience)
{
    /// <summary>What of its text fits; worked out when first asked for, as most agents of a list are not looked at so closely.</summary>
    public CapabilityMatch Match => field ??= Explain();
}
