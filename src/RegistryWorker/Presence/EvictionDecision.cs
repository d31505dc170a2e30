using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.RegistryWorker.Presence;

/// <summary>What a missed deadline does to an agent: suspect first, then evicted, unless there is a reason to defer that.</summary>
internal static class EvictionDecision
{
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(1);

    /// <summary>The state that follows; null when the deadline no longer counts.</summary>
    public static AgentState? Decide(AgentState state, LapsedAgent lapsed, DateTimeOffset now) =>
        !Counts(state, lapsed) ? null : HealthDecision.After(state, HealthSignal.DeadlineMissed, now) with
        {
            UpdatedAt = now,
            LastHeartbeat = lapsed.LastHeartbeat ?? state.LastHeartbeat,
        };

    /// <summary>False when a transition after the deadline means that another worker was here first, or the agent came back.</summary>
    public static bool Counts(AgentState state, LapsedAgent lapsed) => state.Health != AgentHealth.Offline && state.HealthSince <= lapsed.Due;

    /// <summary>The next deadline; null for an agent that is offline.</summary>
    public static DateTimeOffset? NextDue(AgentState state, LapsedAgent lapsed, DateTimeOffset now) => state.Health switch
    {
        AgentHealth.Offline => null,
        AgentHealth.Suspect => lapsed.Due + Lease.UntilOffline(state.IntervalSeconds) - Lease.UntilSuspect(state.IntervalSeconds),

        // The deadline did not count: the agent gets a whole one.
        _ => now + Lease.UntilSuspect(state.IntervalSeconds),
    };

    /// <summary>Why an agent that missed its deadline is not suspected or evicted yet; null when nothing speaks against it.</summary>
    public static EvictionDeferral? Defer(AgentState state, in EvictionContext context, SelfPreservation policy)
    {
        var isLast = state.Health == AgentHealth.Suspect;
        var lease = Lease.UntilOffline(state.IntervalSeconds);
        var needed = isLast ? lease : Lease.UntilSuspect(state.IntervalSeconds);
        if (context.AfterOutage)
        {
            needed += TimeSpan.FromSeconds(policy.ReturnSeconds);
        }

        if (context.Now - context.IntakeSince < needed)
        {
            return new EvictionDeferral(context.IntakeSince + needed, $"{context.IntakeSinceReason}; agents are given time to be heard");
        }

        if (context.Delay > lease / 2)
        {
            return new EvictionDeferral(context.Now + Recheck, $"heartbeats wait up to {context.Delay.TotalSeconds:0} s in their queue");
        }

        return isLast && IsCrowd(context, policy) && context.Now - state.HealthSince < TimeSpan.FromSeconds(policy.PatienceSeconds)
            ? new EvictionDeferral(context.Now + Recheck, $"{context.Suspects} of {context.Watched} agents are suspect at once")
            : null;
    }

    /// <summary>How many may be evicted in one pass, so that a mistake shows before it is complete.</summary>
    public static int MaxEvictions(int watched, SelfPreservation policy, TimeSpan pause) =>
        Math.Max(1, (int)(Math.Max(policy.MinEvictedPerSecond, policy.MaxEvictedSharePerSecond * watched) * pause.TotalSeconds));

    /// <summary>True when too many agents are suspect at once.</summary>
    public static bool IsCrowd(in EvictionContext context, SelfPreservation policy) =>
        context.Suspects > policy.MinSuspects && context.Suspects > policy.MaxSuspectShare * context.Watched;
}

/// <summary>What a decision on one agent has to know of all else.</summary>
/// <param name="Now">The moment.</param>
/// <param name="IntakeSince">Since when heartbeats are received without interruption.</param>
/// <param name="IntakeSinceReason">What was before.</param>
/// <param name="AfterOutage">True when that was an outage: agents need time to connect again.</param>
/// <param name="Delay">How long a heartbeat may have waited in its queue.</param>
/// <param name="Suspects">How many agents are suspect.</param>
/// <param name="Watched">How many agents are not offline.</param>
internal readonly record struct EvictionContext(
    DateTimeOffset Now, DateTimeOffset IntakeSince, string IntakeSinceReason, bool AfterOutage, TimeSpan Delay, int Suspects, int Watched);

/// <summary>An agent is left as it is until then.</summary>
internal sealed record EvictionDeferral(DateTimeOffset Until, string Reason);
