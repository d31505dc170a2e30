using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.RegistryWorker.Presence;

/// <summary>What an agent's health is concluded from.</summary>
internal enum HealthSignal
{
    /// <summary>It registered: it is alive, but only a heartbeat shows that it stays so.</summary>
    Registered,

    /// <summary>It registered as a process that started later than the one before.</summary>
    Restarted,

    /// <summary>Its heartbeat came.</summary>
    Heartbeat,

    /// <summary>A command set its status.</summary>
    StatusSet,

    /// <summary>A command starts it again after it was offline.</summary>
    StartsAgain,

    /// <summary>Its next heartbeat did not come by the deadline.</summary>
    DeadlineMissed,

    Deleted,
}

/// <summary>An agent's health: decided here for every signal, and nowhere else.</summary>
internal static class HealthDecision
{
    public const string NoHeartbeatYet = "registered; no heartbeat yet";
    public const string StartsAgain = "starts again; no heartbeat yet";
    public const string Fresh = "heartbeats are fresh";
    public const string ReportsError = "reports an error";
    public const string Left = "left";
    public const string Deleted = "deleted";

    /// <summary>The health that follows a signal, with its reason and time; the state itself where it stays.</summary>
    /// <param name="state">The agent's, with the status that the signal brings.</param>
    /// <param name="signal">What happened.</param>
    /// <param name="now">When, by the registry's clock.</param>
    /// <param name="detail">What the sender of a command gave as its reason.</param>
    public static AgentState After(AgentState state, HealthSignal signal, DateTimeOffset now, string? detail = null) =>
        Conclude(state, signal) is not (var health, var reason) ? state : state with
        {
            Health = health,
            HealthReason = detail is null || reason is not (Left or ReportsError) ? reason : $"{reason}: {detail}",
            HealthSince = now,
        };

    /// <summary>The state after a heartbeat; null when it stays but for the heartbeat's time.</summary>
    /// <param name="before">The agent's state.</param>
    /// <param name="after">That with what the heartbeat says.</param>
    /// <param name="now">When it came.</param>
    public static AgentState? AfterHeartbeat(AgentState before, AgentState after, DateTimeOffset now)
    {
        after = After(after, HealthSignal.Heartbeat, now);
        return after with { LastHeartbeat = before.LastHeartbeat } == before ? null : after with { UpdatedAt = now };
    }

    /// <summary>The state of an agent whose heartbeat came while its deadline was being held against it; null when it stays.</summary>
    public static AgentState? Recover(AgentState state, DateTimeOffset now) => AfterHeartbeat(state, state with { LastHeartbeat = now }, now);

    /// <summary>Null where the health stays, and its reason with it.</summary>
    private static (AgentHealth Health, string Reason)? Conclude(AgentState state, HealthSignal signal) => (signal, state.Health, state.ReportedStatus) switch
    {
        (HealthSignal.Deleted, _, _) => (AgentHealth.Offline, Deleted),
        (HealthSignal.StartsAgain, _, _) => (AgentHealth.Unknown, StartsAgain),

        (HealthSignal.DeadlineMissed, AgentHealth.Suspect, _) => (AgentHealth.Offline, $"{HealthReasons.LeaseEnded}: no heartbeat for {state.LeaseSeconds} s"),
        (HealthSignal.DeadlineMissed, _, _) => (AgentHealth.Suspect, Late(state)),

        (HealthSignal.Registered or HealthSignal.Restarted, AgentHealth.Offline or AgentHealth.Suspect, _) => (AgentHealth.Unknown, NoHeartbeatYet),
        (HealthSignal.Restarted, not AgentHealth.Healthy, _) => (AgentHealth.Unknown, NoHeartbeatYet),

        (HealthSignal.Heartbeat or HealthSignal.StatusSet, not AgentHealth.Offline, AgentStatus.Offline) => (AgentHealth.Offline, Left),
        (HealthSignal.Heartbeat, _, AgentStatus.Offline) => null,

        // Only a heartbeat lifts an agent out of suspect, offline and unknown.
        (HealthSignal.Heartbeat, not AgentHealth.Unhealthy, AgentStatus.Error) => (AgentHealth.Unhealthy, ReportsError),
        (HealthSignal.Heartbeat, not AgentHealth.Healthy, not AgentStatus.Error) => (AgentHealth.Healthy, Fresh),
        (_, AgentHealth.Healthy, AgentStatus.Error) => (AgentHealth.Unhealthy, ReportsError),
        (_, AgentHealth.Unhealthy, not AgentStatus.Error) => (AgentHealth.Healthy, Fresh),
        _ => null,
    };

    private static string Late(AgentState state) =>
        $"no heartbeat for {Lease.UntilSuspect(state.IntervalSeconds).TotalSeconds:0.#} s; the lease ends after {state.LeaseSeconds} s";
}
