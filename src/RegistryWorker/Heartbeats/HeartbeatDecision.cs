using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.Storage.Agents;

namespace AgentRegistry.RegistryWorker.Heartbeats;

/// <summary>What heartbeats do to an agent's state, beyond the lease that they renew.</summary>
internal static class HeartbeatDecision
{
    /// <summary>The state that follows; null when it stays.</summary>
    /// <param name="state">The agent's.</param>
    /// <param name="heartbeats">Those that came together, in the order in which they were sent.</param>
    /// <param name="receivedAt">When they came.</param>
    public static AgentState? Decide(AgentState state, IReadOnlyList<Heartbeat> heartbeats, DateTimeOffset receivedAt)
    {
        var after = heartbeats.Aggregate(state, (said, heartbeat) => Said(said, heartbeat, receivedAt));
        return ReferenceEquals(after, state) ? null : HealthDecision.AfterHeartbeat(state, after, receivedAt);
    }

    /// <summary>With what the agent says of itself; the same when the heartbeat comes too late to count.</summary>
    private static AgentState Said(AgentState state, Heartbeat heartbeat, DateTimeOffset receivedAt)
    {
        var startedAt = heartbeat.StartedAt?.ToMicroseconds();
        if (startedAt < state.StartedAt || IsOvertaken(state, heartbeat, receivedAt))
        {
            return state;
        }

        var after = state with
        {
            StartedAt = startedAt ?? state.StartedAt,
            LastHeartbeat = receivedAt,
        };
        return heartbeat.Status switch
        {
            { } status when heartbeat.SentAt > state.ReportedAt => after with { ReportedStatus = status, ReportedAt = heartbeat.SentAt },

            // It had left, and is back.
            null when state.ReportedStatus == AgentStatus.Offline => after with { ReportedStatus = AgentStatus.Idle },
            _ => after,
        };
    }

    /// <summary>
    /// True when a command on the agent's status was sent after the heartbeat. The clocks of two machines are compared here, so it
    /// counts for one lease only: an agent whose clock is an hour slow is not ignored for an hour.
    /// </summary>
    private static bool IsOvertaken(AgentState state, Heartbeat heartbeat, DateTimeOffset receivedAt) =>
        heartbeat.SentAt < state.StatusCommandedAt && receivedAt < state.StatusCommandedAt.Value.AddSeconds(state.LeaseSeconds)
        && (heartbeat.Status is not null || state.ReportedStatus == AgentStatus.Offline);
}
