using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.Storage.Presence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Agents;

internal static class GetAgentHealthEndpoint
{
    public static async Task<Results<Ok<AgentHealthReport>, Problem>> HandleAsync(
        string id, HttpContext context, AgentDirectory directory, IPresence presence, DegradedReads degraded, Limits limits) =>
        directory.Find(id) is { } agent
            ? TypedResults.Ok(await presence.ReportAsync(agent, degraded, context))
            : AgentIds.ProblemOf(id, limits) ?? Problem.AgentNotFound(id);
}
