using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>
/// A replica of all agents in memory, loaded from a snapshot of the registry and updated from its feed; any thread may query while
/// one writes. Every batch creates a new immutable state and publishes it by one reference, so that a query sees one revision and
/// never waits. A ReaderWriterLockSlim around shared tables was rejected: under steady writes its readers queue behind a writer,
/// and all cores contend for the cache line of its counter. The cost is copying what a batch changes.
/// </summary>
public sealed class AgentDirectory
{
    private readonly Lock _writing = new();
    private CapabilityIndexWriter _indexWriter = new();
    private volatile State _state = new(AgentsById.Empty, CapabilityIndex.Empty, QueryClassifier.Untrained, 0);

    /// <summary>The feed's revision up to which the directory is complete.</summary>
    public long Revision => _state.Revision;

    /// <summary>All agents in order of their ids.</summary>
    public IReadOnlyList<Agent> All => _state.Agents.Agents;

    /// <summary>All agents in order of their ids, with the revision up to which they are complete.</summary>
    public (IReadOnlyList<Agent> Agents, long Revision) Snapshot
    {
        get
        {
            var state = _state;
            return (state.Agents.Agents, state.Revision);
        }
    }

    /// <summary>Replaces everything. Queries see the previous state until it is complete.</summary>
    /// <param name="agents">All agents, each once.</param>
    /// <param name="revision">The feed's revision of that state.</param>
    public void Load(IReadOnlyCollection<Agent> agents, long revision)
    {
        lock (_writing)
        {
            var writer = new CapabilityIndexWriter();
            List<AgentEntry> entries = [.. agents.OrderBy(agent => agent.Id, StringComparer.Ordinal).Select(agent => new AgentEntry(agent, writer.TakeSlot()))];
            entries.ForEach(writer.Add);
            var index = writer.Commit();
            _indexWriter = writer;
            _state = new State(AgentsById.Of(entries), index, QueryClassifier.Untrained, revision);
        }
    }

    /// <summary>
    /// Applies one batch of the feed. Events up to the current revision are ignored, so batches may overlap and repeat: a deleted
    /// agent has no revision that an old registration could be compared with.
    /// </summary>
    /// <param name="changes">Changes of agents.</param>
    /// <param name="activities">Activities of agents.</param>
    /// <param name="revision">The feed's revision up to which the directory is then complete.</param>
    public void Apply(IReadOnlyList<AgentChanged> changes, IReadOnlyList<AgentActivity> activities, long revision)
    {
        lock (_writing)
        {
            var state = _state;
            var edits = Edits(state, changes, activities);
            Publish(state, edits, Math.Max(state.Revision, revision));
        }
    }

    /// <summary>
    /// Adds queries that agents answered well. Known ones, and those of an agent that does not exist in that workspace, are
    /// ignored.
    /// </summary>
    /// <param name="evidence">In any order.</param>
    /// <param name="maxPerAgent">How many queries are kept per agent, the newest.</param>
    public void Learn(IReadOnlyCollection<Evidence> evidence, int maxPerAgent)
    {
        lock (_writing)
        {
            var state = _state;
            var edits = new Dictionary<string, AgentEntry?>(StringComparer.Ordinal);
            foreach (var ofAgent in evidence.GroupBy(one => one.AgentId, StringComparer.Ordinal))
            {
                if (state.Agents.Find(ofAgent.Key) is not { } entry)
                {
                    continue;
                }

                var answered = entry.Answered.With(
                    ofAgent.Where(one => Counts(one, entry.Agent)).Select(one => AnsweredQuery.Of(one, state.Index.Shared)).OfType<AnsweredQuery>(), maxPerAgent);
                if (!ReferenceEquals(answered, entry.Answered))
                {
                    edits[ofAgent.Key] = entry.With(answered);
                }
            }

            Publish(state, edits, state.Revision);
        }
    }

    /// <summary>
    /// Trains the classifier that distinguishes agents with similar answered queries, on all evidence. The work is proportional to the number of
    /// queries times that of agents with evidence, seconds for ten thousand queries; queries and updates continue meanwhile.
    /// </summary>
    /// <param name="cancellationToken">Ends it with an <see cref="OperationCanceledException"/>; the previous classifier stays.</param>
    public void Train(CancellationToken cancellationToken)
    {
        var classifier = QueryClassifier.Of(_state.Agents.Entries.Where(entry => entry.Answered.Words > 0), cancellationToken);
        lock (_writing)
        {
            _state = _state with { Classifier = classifier };
        }
    }

    /// <summary>Agents whose text has no embedding yet.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="isExcluded">True for agents to leave out.</param>
    /// <returns>The agents.</returns>
    public IReadOnlyList<Agent> WithoutVector(int limit, Func<Agent, bool> isExcluded) =>
        [.. _state.Agents.Entries.Where(entry => entry.Vector is null && !isExcluded(entry.Agent)).Take(limit).Select(entry => entry.Agent)];

    /// <summary>Sets the embeddings of agents' texts. An agent whose text has changed meanwhile, or that was deleted, is ignored.</summary>
    /// <param name="vectors">Agents as <see cref="WithoutVector"/> returned them, each with a vector that is not empty.</param>
    public void SetVectors(IReadOnlyCollection<(Agent Agent, ReadOnlyMemory<float> Vector)> vectors)
    {
        lock (_writing)
        {
            var state = _state;
            var edits = new Dictionary<string, AgentEntry?>(StringComparer.Ordinal);
            foreach (var (agent, vector) in vectors)
            {
                if (state.Agents.Find(agent.Id) is { } entry && entry.HasTextOf(agent))
                {
                    // A vector of zeros is near no agent, and is not requested again.
                    edits[agent.Id] = entry.With(VectorRanking.Unit(vector.Span) ?? []);
                }
            }

            Publish(state, edits, state.Revision);
        }
    }

    /// <summary>False for evidence of another agent with that id: in another workspace, or before this one was registered.</summary>
    private static bool Counts(Evidence evidence, Agent agent) => evidence.Workspace == agent.Workspace && evidence.At >= agent.RegisteredAt;

    /// <summary>One agent.</summary>
    /// <param name="id">Its id, in its own case.</param>
    /// <returns>Null when there is none.</returns>
    public Agent? Find(string id) => _state.Agents.Find(id)?.Agent;

    /// <summary>One agent, of a workspace.</summary>
    /// <param name="id">Its id, in its own case.</param>
    /// <param name="workspace">The workspace that it must be in; null for any.</param>
    /// <returns>Null when there is none.</returns>
    public Agent? Find(string id, string? workspace) => Find(id) is { } agent && (workspace is null || agent.Workspace == workspace) ? agent : null;

    /// <summary>A page of the agents that pass the filters, by id.</summary>
    /// <param name="query">A valid query.</param>
    /// <returns>The page.</returns>
    public AgentPage List(ListAgents query) => _state.Agents.List(query);

    /// <summary>The agents that match a query in plain words, best first; an exact id, name or capability before all others.</summary>
    /// <param name="query">A valid query.</param>
    /// <returns>The best matches, and their total number.</returns>
    public CapabilityMatches Search(SearchCapabilities query) => CapabilitySearch.Run(_state.Index, query);

    /// <summary>Stage one of routing: the agents that fit by their text and their answered queries.</summary>
    /// <param name="query">A valid query.</param>
    /// <param name="vector">The query's embedding, by the same model as the agents'; null to compare texts alone.</param>
    /// <param name="lastCalled">The agent that was called last in the session, if any: it handles follow-up queries.</param>
    /// <param name="policy">The weight of experience.</param>
    /// <param name="now">Older experience counts less.</param>
    /// <returns>The best agents, including those that cannot take work now.</returns>
    public Shortlist Shortlist(RouteQuery query, ReadOnlyMemory<float>? vector, string? lastCalled, RoutingPolicy policy, DateTimeOffset now)
    {
        var state = _state;
        var unit = vector is { } given ? VectorRanking.Unit(given.Span) : null;
        return ShortlistBuilder.Build(state.Index, state.Classifier, query, unit, lastCalled is null ? null : state.Agents.Find(lastCalled), policy, now);
    }

    /// <summary>Statistics of the agents; the numbers of activities and changes are 0.</summary>
    /// <param name="workspace">Only agents of this workspace; null for all.</param>
    /// <returns>The statistics.</returns>
    public RegistryStatistics Count(string? workspace)
    {
        var state = _state;
        return AgentCounts.Of(state.Agents.Entries, workspace, state.Revision);
    }

    /// <summary>The number of agents that are not offline, and of suspect ones among them.</summary>
    /// <returns>The two numbers.</returns>
    public (int Suspect, int Watched) CountWatched() => AgentCounts.Watched(_state.Agents.Entries);

    /// <summary>The new entry of every agent that the batch changes.</summary>
    private Dictionary<string, AgentEntry?> Edits(
        State state,
        IReadOnlyList<AgentChanged> changes,
        IReadOnlyList<AgentActivity> activities)
    {
        var agents = new Dictionary<string, Agent?>(StringComparer.Ordinal);
        foreach (var item in InOrder(state.Revision, changes, activities))
        {
            var before = agents.TryGetValue(item.AgentId, out var touched) ? touched : state.Agents.Find(item.AgentId)?.Agent;
            var after = item.Change is not null ? AgentProjection.After(before, item.Change)
                : before is null ? null
                : AgentProjection.After(before, item.Activity!);
            if (!ReferenceEquals(before, after))
            {
                agents[item.AgentId] = after;
            }
        }

        var edits = new Dictionary<string, AgentEntry?>(agents.Count, StringComparer.Ordinal);
        foreach (var (id, agent) in agents)
        {
            var before = state.Agents.Find(id);
            if (!ReferenceEquals(before?.Agent, agent))
            {
                edits[id] = agent is null ? null : before?.With(agent) ?? new AgentEntry(agent, _indexWriter.TakeSlot());
            }
        }

        return edits;
    }

    private void Publish(State state, Dictionary<string, AgentEntry?> edits, long revision) => _state = edits.Count == 0
        ? state with { Revision = revision }
        : state with { Agents = state.Agents.With(edits), Index = Index(state.Agents, edits), Revision = revision };

    private CapabilityIndex Index(AgentsById roster, Dictionary<string, AgentEntry?> edits)
    {
        foreach (var (id, entry) in edits)
        {
            var before = roster.Find(id);
            if (before is null)
            {
                _indexWriter.Add(entry!);
            }
            else if (entry is null)
            {
                _indexWriter.Remove(before);
            }
            else
            {
                _indexWriter.Replace(before, entry);
            }
        }

        return _indexWriter.Commit();
    }

    private static IEnumerable<FeedItem> InOrder(long after, IReadOnlyList<AgentChanged> changes, IReadOnlyList<AgentActivity> activities) =>
        changes.Select(change => new FeedItem(change.Revision, change.AgentId, change, Activity: null))
            .Concat(activities.Select(activity => new FeedItem(activity.Revision, activity.AgentId, Change: null, activity)))
            .Where(item => item.Revision > after)
            .OrderBy(item => item.Revision);

    private readonly record struct FeedItem(long Revision, string AgentId, AgentChanged? Change, AgentActivity? Activity);

    private sealed record State(AgentsById Agents, CapabilityIndex Index, QueryClassifier Classifier, long Revision);
}
