using AgentRegistry.Storage.Agents;

namespace AgentRegistry.Storage.Feed;

/// <summary>Follows the feed within this process. Called by one thread, in order; it must not wait and not throw.</summary>
public interface IFeedSubscriber
{
    /// <summary>Everything begins anew from here.</summary>
    void Reset(AgentSnapshot snapshot);

    /// <summary>The next entries.</summary>
    void Apply(IReadOnlyList<FeedEntry> entries);
}
