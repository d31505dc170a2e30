using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.RegistryWorker.Expiry;

/// <summary>What a missed deadline does to an agent: late first, then given up.</summary>
internal static class ExpiryDecision
{
    /// <summary>The state that follows; null when the deadline no longer counts.</summary>
    public static AgentState? Decide(AgentState state, LapsedAgent due, DateTimeOffset now)
    {
        if (!Counts(state, due))
        {
            return null;
        }

        var lastHeartbeat = due.LastHeartbeat ?? state.LastHeartbeat;
        var after = state with { HealthSince = now, UpdatedAt = now, LastHeartbeat = lastHeartbeat };
        return state.Health == AgentHealth.Suspect
            ? after with
            {
                Health = AgentHealth.Offline,
                HealthReason = $"{HealthReasons.LeaseEnded}: no heartbeat for {state.LeaseSeconds} s",
            }
            : after with
            {
                Health = AgentHealth.Suspect,
                HealthReason = $"no heartbeat for {Lease.UntilSuspect(state.IntervalSeconds).TotalSeconds:0.#} s; the lease ends after {state.LeaseSeconds} s",
            };
    }

    /// <summary>False when a transition after the due time means that another worker was here first, or the agent came back.</summary>
    public static bool Counts(AgentState state, LapsedAgent due) => state.Health != AgentHealth.Offline && state.HealthSince <= due.Due;

    /// <summary>When to look at it again; null for an agent that is offline.</summary>
    public static DateTimeOffset? NextDue(AgentState state, LapsedAgent due, DateTimeOffset now) => state.Health switch
    {
        AgentHealth.Offline => null,
        AgentHealth.Suspect => due.Due + Lease.UntilOffline(state.IntervalSeconds) - Lease.UntilSuspect(state.IntervalSeconds),

        // The deadline did not count: the agent gets a whole one.
        _ => now + Lease.UntilSuspect(state.IntervalSeconds),
    };
}
