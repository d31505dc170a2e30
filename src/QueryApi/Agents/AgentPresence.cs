using AgentRegistry.Contracts;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.QueryApi.Agents;

/// <summary>What an agent's last heartbeat adds to what is known of it.</summary>
internal static class AgentPresence
{
    /// <summary>What <see cref="DegradedReads.Header"/> calls it.</summary>
    public const string Part = "presence";

    public static async Task<Agent> AddBeatAsync(this IPresence presence, Agent agent, CancellationToken cancellationToken) =>
        agent.With((await presence.ReadAsync([agent.Id], cancellationToken)).GetValueOrDefault(agent.Id));

    /// <summary>How an agent is; while presence is away, without its last heartbeat.</summary>
    public static Task<AgentHealthReport> ReportAsync(this IPresence presence, Agent agent, DegradedReads degraded, HttpContext context) =>
        degraded.OrElseAsync(
            ReportAsync(presence, agent, context.RequestAborted), agent.ToHealthReport(null) with { LeaseExpiresAt = null }, Part, context);

    private static async Task<AgentHealthReport> ReportAsync(IPresence presence, Agent agent, CancellationToken cancellationToken) =>
        agent.ToHealthReport((await presence.ReadAsync([agent.Id], cancellationToken)).GetValueOrDefault(agent.Id));
}
