using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.RegistryWorker.Expiry;

/// <summary>Whether an agent's silence may be held against it.</summary>
internal static class EvictionRule
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>What keeps an agent that has missed its deadline from being suspected or given up; null when nothing does.</summary>
    public static EvictionDeferral? Decide(AgentState state, in EvictionContext around, SelfPreservation policy)
    {
        var isLast = state.Health == AgentHealth.Suspect;
        var lease = Lease.UntilOffline(state.IntervalSeconds);
        var needed = isLast ? lease : Lease.UntilSuspect(state.IntervalSeconds);
        if (around.AfterOutage)
        {
            needed += TimeSpan.FromSeconds(policy.ReturnSeconds);
        }

        if (around.Now - around.HearingSince < needed)
        {
            return new EvictionDeferral(around.HearingSince + needed, $"{around.HearingSinceReason}; agents are given time to be heard");
        }

        if (around.Delay > lease / 2)
        {
            return new EvictionDeferral(around.Now + LookAgain, $"heartbeats wait up to {around.Delay.TotalSeconds:0} s in their queue");
        }

        return isLast && IsCrowd(around, policy) && around.Now - state.HealthSince < TimeSpan.FromSeconds(policy.PatienceSeconds)
            ? new EvictionDeferral(around.Now + LookAgain, $"{around.Suspects} of {around.Watched} agents are suspect at once")
            : null;
    }

    /// <summary>How many may be given up in one look, so that a mistake shows before it is complete.</summary>
    public static int Portion(int watched, SelfPreservation policy, TimeSpan pause) =>
        Math.Max(1, (int)(Math.Max(policy.LeastEvictedPerSecond, policy.MostEvictedPerSecond * watched) * pause.TotalSeconds));

    public static bool IsCrowd(in EvictionContext around, SelfPreservation policy) =>
        around.Suspects > policy.LeastSuspects && around.Suspects > policy.MostSuspect * around.Watched;
}

/// <summary>What a decision on one agent has to know of all else.</summary>
/// <param name="Now">The moment.</param>
/// <param name="HearingSince">Since when heartbeats are heard without interruption.</param>
/// <param name="HearingSinceReason">What was before.</param>
/// <param name="AfterOutage">True when that was an outage: agents need time to connect again.</param>
/// <param name="Delay">How long a heartbeat may have waited in its queue.</param>
/// <param name="Suspects">How many agents are suspect.</param>
/// <param name="Watched">How many agents are not offline.</param>
internal readonly record struct EvictionContext(
    DateTimeOffset Now, DateTimeOffset HearingSince, string HearingSinceReason, bool AfterOutage, TimeSpan Delay, int Suspects, int Watched);

/// <summary>An agent is left as it is until then.</summary>
internal sealed record EvictionDeferral(DateTimeOffset Until, string Reason);
