using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.Storage.Presence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentRegistry.QueryApi.Agents;

internal static class GetAgentHealthEndpoint
{
    public static async Task<Results<Ok<AgentHealthReport>, Problem>> HandleAsync(string id, HttpContext context, AgentDirectory directory, IPresence presence, DegradedReads degraded)
    {
        if (directory.Find(id) is not { } agent)
        {
            return Problem.AgentNotFound(id);
        }

        var beat = await degraded.OrElseAsync(presence.LastBeatAsync(id, context.RequestAborted), null, AgentPresence.Part, context);
        return TypedResults.Ok(Report(agent, beat));
    }

    public static AgentHealthReport Report(Agent agent, LastBeat? beat) => new()
    {
        AgentId = agent.Id,
        Health = agent.Health,
        Status = agent.Status,
        Reason = agent.HealthReason,
        LastHeartbeat = beat?.ReceivedAt,
        LeaseExpiresAt = AgentPresence.LeaseEnd(agent, beat),
    };
}
