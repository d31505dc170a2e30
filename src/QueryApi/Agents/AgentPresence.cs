using AgentRegistry.Contracts;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.QueryApi.Agents;

/// <summary>What an agent's last heartbeat adds to what is known of it.</summary>
internal static class AgentPresence
{
    /// <summary>What <see cref="DegradedReads.Header"/> calls it.</summary>
    public const string Part = "presence";

    /// <summary>The last heartbeat; null when none came.</summary>
    public static async Task<LastBeat?> LastBeatAsync(this IPresence presence, string agentId, CancellationToken cancellationToken) =>
        (await presence.ReadAsync([agentId], cancellationToken)).GetValueOrDefault(agentId);

    /// <summary>Until when the heartbeat is good; null for an agent that is offline.</summary>
    public static DateTimeOffset? LeaseEnd(Agent agent, LastBeat? beat) =>
        agent.Health == AgentHealth.Offline ? null : beat?.ReceivedAt + Lease.UntilOffline(agent.HeartbeatIntervalSeconds);
}
