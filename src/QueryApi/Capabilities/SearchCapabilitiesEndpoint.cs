using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Capabilities;

internal static class SearchCapabilitiesEndpoint
{
    public static Results<Ok<CapabilityMatches>, Problem> Handle(
        [AsParameters] SearchParameters parameters, AgentScope scope, AgentDirectory directory, Limits limits)
    {
        SearchMetrics.Asked();
        var (query, unreadable) = parameters.Read();
        var (workspace, problem) = scope.With(query.Filter?.Workspace);
        if (problem is not null)
        {
            return problem;
        }

        query = query with { Filter = (query.Filter ?? new ListAgents()) with { Workspace = workspace } };
        var faults = MessageRules.Check(query, limits);
        return unreadable.Count + faults.Count > 0
            ? Problem.Invalid([.. unreadable, .. faults], SearchParameters.Fields)
            : TypedResults.Ok(directory.Search(query));
    }
}
