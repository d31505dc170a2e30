using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Presence;

/// <summary>Joins what the tables know of an agent with its last heartbeat.</summary>
public static class AgentWithHeartbeat
{
    public static Agent With(this Agent agent, LastHeartbeatSeen? beat) => agent with
    {
        LastHeartbeat = beat?.ReceivedAt,
        LeaseExpiresAt = LeaseEnd(agent, beat),
        ActiveTasks = beat?.ActiveTasks,
        Load = beat?.Load,
        UptimeSeconds = beat?.UptimeSeconds,
    };

    public static AgentHealthReport ToHealthReport(this Agent agent, LastHeartbeatSeen? beat) => new()
    {
        AgentId = agent.Id,
        Health = agent.Health,
        Status = agent.Status,
        Reason = agent.HealthReason,
        LastHeartbeat = beat?.ReceivedAt,
        LeaseExpiresAt = LeaseEnd(agent, beat),
    };

    /// <summary>While nothing is known of its health, its registration began the lease, whatever it sent before that.</summary>
    private static DateTimeOffset? LeaseEnd(Agent agent, LastHeartbeatSeen? beat)
    {
        var begun = agent.Health == AgentHealth.Unknown ? agent.UpdatedAt : beat?.ReceivedAt ?? agent.UpdatedAt;
        return agent.Health == AgentHealth.Offline ? null : begun + Lease.UntilOffline(agent.HeartbeatIntervalSeconds);
    }
}
