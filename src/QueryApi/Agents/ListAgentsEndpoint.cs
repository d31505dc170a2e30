using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Agents;

internal static class ListAgentsEndpoint
{
    public static Results<AgentPageResult, Problem> Handle(
        [AsParameters] AgentListParameters parameters, AgentScope scope, AgentDirectory directory, Limits limits) =>
        List(parameters, scope, directory, limits, Defaults.PageSize);

    public static Results<AgentPageResult, Problem> List(
        AgentListParameters parameters, AgentScope scope, AgentDirectory directory, Limits limits, int defaultLimit)
    {
        var (query, unreadable) = parameters.Read(defaultLimit);
        var (workspace, problem) = scope.With(query.Workspace);
        if (problem is not null)
        {
            return problem;
        }

        query = query with { Workspace = workspace };
        IReadOnlyList<Fault> faults = [.. unreadable, .. MessageRules.Check(query, limits)];
        return faults.Count > 0 ? Problem.Invalid(faults, AgentListParameters.Fields) : new AgentPageResult(directory.List(query));
    }
}
