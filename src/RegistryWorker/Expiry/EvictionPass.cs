using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.RegistryWorker.Expiry;

/// <summary>One look at all deadlines: what it goes by, how many agents it may still give up, and what it held back.</summary>
internal sealed class EvictionPass(EvictionContext around, SelfPreservation policy, TimeSpan pause)
{
    private int _mayEvict = EvictionRule.Portion(around.Watched, policy, pause);

    public DateTimeOffset Now => around.Now;

    /// <summary>True when too many are suspect at once to give up those whose patience has not ended.</summary>
    public bool IsCrowd => EvictionRule.IsCrowd(around, policy);

    /// <summary>The hold that lasts longest; null when silence counted against everyone who was due.</summary>
    public EvictionDeferral? Held { get; private set; }

    /// <summary>Those of a batch that may be given up: at random, so that a mistake shows before it is complete.</summary>
    public HashSet<string> Choose(IReadOnlyCollection<LapsedAgent> due)
    {
        var ids = due.Select(agent => agent.Id).ToArray();
        if (ids.Length > _mayEvict)
        {
            Random.Shared.Shuffle(ids);
        }

        return ids.Take(_mayEvict).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>What keeps an agent as it is; null when its missed deadline counts, or does not matter.</summary>
    public EvictionDeferral? HoldOn(AgentState state, LapsedAgent due, HashSet<string> chosen)
    {
        if (!ExpiryDecision.Counts(state, due))
        {
            return null;
        }

        if (EvictionRule.Decide(state, around, policy) is { } hold)
        {
            Held = Held is { } longest && longest.Until > hold.Until ? longest : hold;
            return hold;
        }

        if (state.Health != AgentHealth.Suspect)
        {
            return null;
        }

        if (!chosen.Contains(state.Id))
        {
            return new EvictionDeferral(Now + pause, "others are given up first");
        }

        _mayEvict--;
        return null;
    }
}
