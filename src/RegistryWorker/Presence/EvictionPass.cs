using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.RegistryWorker.Presence;

/// <summary>One pass over all lapsed leases: its context, how many agents it may still evict, and what it deferred.</summary>
internal sealed class EvictionPass(EvictionContext context, SelfPreservation policy, TimeSpan pause)
{
    private int _mayEvict = EvictionDecision.MaxEvictions(context.Watched, policy, pause);

    public DateTimeOffset Now => context.Now;

    /// <summary>True when too many are suspect at once to evict those whose patience has not ended.</summary>
    public bool IsCrowd => EvictionDecision.IsCrowd(context, policy);

    /// <summary>The deferral that lasts longest; null when the deadline counted against everyone who missed one.</summary>
    public EvictionDeferral? Deferred { get; private set; }

    /// <summary>Those of a batch that may be evicted: at random, so that a mistake shows before it is complete.</summary>
    public HashSet<string> Choose(IReadOnlyCollection<LapsedAgent> lapsed)
    {
        var ids = lapsed.Select(agent => agent.Id).ToArray();
        if (ids.Length > _mayEvict)
        {
            Random.Shared.Shuffle(ids);
        }

        return ids.Take(_mayEvict).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Why an agent stays as it is; null when its missed deadline counts, or does not matter.</summary>
    public EvictionDeferral? Defer(AgentState state, LapsedAgent lapsed, HashSet<string> chosen)
    {
        if (!EvictionDecision.Counts(state, lapsed))
        {
            return null;
        }

        if (EvictionDecision.Defer(state, context, policy) is { } deferral)
        {
            Deferred = Deferred is { } longest && longest.Until > deferral.Until ? longest : deferral;
            return deferral;
        }

        if (state.Health != AgentHealth.Suspect)
        {
            return null;
        }

        if (!chosen.Contains(state.Id))
        {
            return new EvictionDeferral(Now + pause, "others are evicted first");
        }

        _mayEvict--;
        return null;
    }
}
