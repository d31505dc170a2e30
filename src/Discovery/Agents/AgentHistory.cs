using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>What an agent is after an event. Returns the same instance when the event changes nothing.</summary>
internal static class AgentHistory
{
    /// <returns>Null when the agent is gone, or never was.</returns>
    public static Agent? After(Agent? agent, AgentChanged change)
    {
        if (agent is not null && change.Revision <= agent.Revision)
        {
            return agent;
        }

        return change switch
        {
            { Change: AgentChange.Deleted } => null,
            { Agent: { } registered } => Registered(agent, registered, change.Revision),
            _ => agent is null ? null : agent with
            {
                Status = change.Status,
                Health = change.Health,
                HealthReason = change.HealthReason,
                Enabled = change.Enabled,
                Draining = change.Draining,
                UpdatedAt = change.Timestamp,
                Revision = change.Revision,
            },
        };
    }

    public static Agent After(Agent agent, AgentActive activity) =>
        agent.LastActiveAt >= activity.At ? agent : agent with { LastActiveAt = activity.At };

    /// <summary>
    /// A registration is written without looking at activities, so what it says of the last one may be older than what is known
    /// here.
    /// </summary>
    private static Agent Registered(Agent? before, Agent registered, long revision)
    {
        var lastActive = before?.LastActiveAt > registered.LastActiveAt || registered.LastActiveAt is null
            ? before?.LastActiveAt
            : registered.LastActiveAt;
        return registered.Revision == revision && registered.LastActiveAt == lastActive
            ? registered
            : registered with { Revision = revision, LastActiveAt = lastActive };
    }
}
