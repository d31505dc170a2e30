using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Agents;

internal static class ListAgentsEndpoint
{
    public static Results<AgentPageResult, Problem> Handle([AsParameters] AgentListParameters parameters, AgentDirectory directory, Limits limits) =>
        List(parameters, directory, limits, Defaults.PageSize);

    public static Results<AgentPageResult, Problem> List(AgentListParameters parameters, AgentDirectory directory, Limits limits, int defaultLimit)
    {
        var (query, unreadable) = parameters.Read(defaultLimit);
        var faults = MessageRules.Check(query, limits);
        return unreadable.Count + faults.Count > 0
            ? Problem.Invalid([.. unreadable, .. faults], AgentListParameters.Fields)
            : new AgentPageResult(directory.List(query));
    }
}
