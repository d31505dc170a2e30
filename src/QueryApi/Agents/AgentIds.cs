using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;

namespace AgentRegistry.QueryApi.Agents;

/// <summary>Looks at ids of agents that are not here: one that breaks the rules can be no agent's.</summary>
internal static class AgentIds
{
    /// <summary>Null for an id that an agent could have.</summary>
    public static Problem? ProblemOf(string id, Limits limits) =>
        MessageRules.Check(new GetAgent { AgentId = id }, limits) is { Count: > 0 } faults ? Problem.Invalid(faults, GetAgentEndpoint.Fields) : null;
}
