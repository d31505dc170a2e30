using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.RegistryWorker.Presence;

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
        var writes = await store.WriteAsync(
            async transaction => new StateWrites(await transaction.Agents.LockStatesAsync(ids, cancellationToken), decide),
            (transaction, writes) => transaction.Agents.SaveStatesAsync(writes.Changed, cancellationToken),
            cancellationToken);
        return writes.Result;
    }

    private sealed class StateWrites : WriteSet
    {
        private readonly IReadOnlyDictionary<string, AgentState> _before;
        private readonly List<AgentState> _changed = [];

        public StateWrites(IReadOnlyDictionary<string, AgentState> before, Func<AgentState, AgentState?> decide)
        {
            _before = before;
            foreach (var after in before.Values.Where(state => state.Exists).Select(decide).OfType<AgentState>().OrderBy(state => state.Id, StringComparer.Ordinal))
            {
                var changed = after with { Revision = NextRevision };
                _changed.Add(changed);
                Announce(() => FeedEntry.Of(Numbered(changed).ToChange(AgentChange.StateChanged)));
            }
        }

        public IReadOnlyList<AgentState> Changed => [.. _changed.Select(Numbered)];

        public IReadOnlyDictionary<string, AgentState> Result
        {
            get
            {
                var states = new Dictionary<string, AgentState>(_before, StringComparer.Ordinal);
                foreach (var state in Changed)
                {
                    states[state.Id] = state;
                }

                return states;
            }
        }

        private AgentState Numbered(AgentState state) => state with { Revision = Numbered(state.Revision) };
    }
}
