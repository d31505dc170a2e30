using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.RegistryWorker.Expiry;

/// <summary>Commits transitions of many agents' health and status together, each with its event.</summary>
internal sealed class StateWriter(IRegistryStore store)
{
    /// <summary>Locks the states, decides on each, writes those that become another.</summary>
    /// <param name="ids">Whose.</param>
    /// <param name="decide">The state that follows; null when it stays.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Every state that there is, as it is now.</returns>
    public async Task<IReadOnlyDictionary<string, AgentState>> WriteAsync(
        IReadOnlyCollection<string> ids, Func<AgentState, AgentState?> decide, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        var states = new Dictionary<string, AgentState>(await transaction.Agents.LockStatesAsync(ids, cancellationToken), StringComparer.Ordinal);
        var changed = states.Values
            .Where(state => state.Exists)
            .Select(decide)
            .OfType<AgentState>()
            .OrderBy(state => state.Id, StringComparer.Ordinal)
            .ToList();
        if (changed.Count > 0)
        {
            var revision = await transaction.Feed.TakeRevisionsAsync(changed.Count, cancellationToken);
            changed = [.. changed.Select(state => state with { Revision = revision++ })];
            await transaction.Agents.SaveStatesAsync(changed, cancellationToken);
            await transaction.Feed.AppendAsync(
                [.. changed.Select(state => FeedEntry.Of(state.ToChange(AgentChange.StateChanged)))], cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        foreach (var state in changed)
        {
            states[state.Id] = state;
        }

        return states;
    }
}
