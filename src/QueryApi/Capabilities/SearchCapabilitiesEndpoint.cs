using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Capabilities;

internal static class SearchCapabilitiesEndpoint
{
    public static Results<Ok<CapabilityMatches>, Problem> Handle([AsParameters] SearchParameters parameters, AgentDirectory directory, Limits limits)
    {
        SearchMeasures.Asked();
        var (query, unreadable) = parameters.Read();
        var faults = MessageRules.Check(query, limits);
        return unreadable.Count + faults.Count > 0
            ? Problem.Invalid([.. unreadable, .. faults], SearchParameters.Fields)
            : TypedResults.Ok(directory.Search(query));
    }
}
