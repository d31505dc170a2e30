using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>Applies an event to an agent. Returns the same instance when the event changes nothing.</summary>
internal static class AgentProjection
{
    /// <returns>Null when the agent was deleted or never existed.</returns>
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

    public static Agent After(Agent agent, AgentActivity activity) =>
        agent.LastActiveAt >= activity.At ? agent : agent with { LastActiveAt = activity.At };

    /// <summary>
    /// A registration is written without reading activities, so its time of the last one may be older than the time known here.
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

/// <summary>An agent was active. The activity itself is not kept here.</summary>
/// <param name="AgentId">Which agent.</param>
/// <param name="Revision">The activity's revision in the feed.</param>
/// <param name="At">When it happened.</param>
public sealed record AgentActivity(string AgentId, long Revision, DateTimeOffset At);
