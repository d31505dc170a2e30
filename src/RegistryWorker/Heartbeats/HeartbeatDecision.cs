using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Registration;
using AgentRegistry.Storage.Agents;

namespace AgentRegistry.RegistryWorker.Heartbeats;

/// <summary>What a heartbeat does to an agent's state, beyond the lease that it renews.</summary>
internal static class HeartbeatDecision
{
    public const string Fresh = "heartbeats are fresh";
    public const string ReportsError = "reports an error";

    /// <summary>The state that follows; null when it stays.</summary>
    public static AgentState? Decide(AgentState state, Heartbeat heartbeat, DateTimeOffset receivedAt)
    {
        var startedAt = heartbeat.StartedAt?.ToMicroseconds();
        if (startedAt < state.StartedAt || IsOvertaken(state, heartbeat, receivedAt))
        {
            return null;
        }

        var after = state with
        {
            StartedAt = startedAt ?? state.StartedAt,
            LastHeartbeat = receivedAt,
        };
        if (heartbeat.Status is { } status && heartbeat.SentAt > state.ReportedAt)
        {
            after = after with { ReportedStatus = status, ReportedAt = heartbeat.SentAt };
        }
        else if (heartbeat.Status is null && state.ReportedStatus == AgentStatus.Offline)
        {
            // It had left, and is back.
            after = after with { ReportedStatus = AgentStatus.Idle };
        }

        return Concluded(state, after, receivedAt);
    }

    /// <summary>The state of an agent whose heartbeat came while it was being given up.</summary>
    public static AgentState? Recover(AgentState state, DateTimeOffset now) => Concluded(state, state with { LastHeartbeat = now }, now);

    /// <summary>
    /// True when a command on the agent's status was sent after the heartbeat. The clocks of two machines are compared here, so it
    /// counts for one lease only: an agent whose clock is an hour slow is not ignored for an hour.
    /// </summary>
    private static bool IsOvertaken(AgentState state, Heartbeat heartbeat, DateTimeOffset receivedAt) =>
        heartbeat.SentAt < state.StatusCommandedAt && receivedAt < state.StatusCommandedAt.Value.AddSeconds(state.LeaseSeconds)
        && (heartbeat.Status is not null || state.ReportedStatus == AgentStatus.Offline);

    private static AgentState? Concluded(AgentState before, AgentState after, DateTimeOffset now)
    {
        var (health, reason) = after.ReportedStatus switch
        {
            AgentStatus.Error => (AgentHealth.Unhealthy, ReportsError),
            AgentStatus.Offline => (AgentHealth.Offline, CommandDecisions.Left),
            _ => (AgentHealth.Healthy, Fresh),
        };
        if (health != after.Health)
        {
            after = after with { Health = health, HealthReason = reason, HealthSince = now };
        }

        return after with { LastHeartbeat = before.LastHeartbeat } == before ? null : after with { UpdatedAt = now };
    }
}
