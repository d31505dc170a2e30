using AgentRegistry.Contracts;

namespace AgentRegistry.Discovery;

/// <summary>
/// A replica of all agents in memory, loaded from a snapshot of the registry and kept by following its feed; any thread may ask
/// while one writes. Every batch makes a new immutable state and publishes it by one reference, so that a query sees one moment
/// and never waits. A ReaderWriterLockSlim around shared tables was rejected: under steady writes its readers queue behind a
/// writer, and its counter is a cache line that all cores fight for. The price is copying what a batch touches.
/// </summary>
public sealed class AgentDirectory
{
    private readonly Lock _writing = new();
    private CapabilityIndexWriter _indexWriter = new();
    private volatile State _state = new(AgentRoster.Empty, CapabilityIndex.Empty, QueryClassifier.Untrained, 0);

    /// <summary>The feed's revision up to which the directory is complete.</summary>
    public long Revision => _state.Revision;

    /// <summary>All agents by id, as they are now.</summary>
    public IReadOnlyList<Agent> All => _state.Roster.Agents;

    /// <summary>All agents by id, and the revision up to which they are complete: of one moment.</summary>
    public (IReadOnlyList<Agent> Agents, long Revision) Snapshot
    {
        get
        {
            var state = _state;
            return (state.Roster.Agents, state.Revision);
        }
    }

    /// <summary>Replaces everything. Queries are answered from what was there until it is done.</summary>
    /// <param name="agents">All agents, each once.</param>
    /// <param name="revision">The feed's revision that they stand for.</param>
    public void Load(IReadOnlyCollection<Agent> agents, long revision)
    {
        lock (_writing)
        {
            var writer = new CapabilityIndexWriter();
            List<AgentEntry> entries = [.. agents.OrderBy(agent => agent.Id, StringComparer.Ordinal).Select(agent => new AgentEntry(agent, writer.TakeSlot()))];
            entries.ForEach(writer.Add);
            var index = writer.Commit();
            _indexWriter = writer;
            _state = new State(AgentRoster.Of(entries), index, QueryClassifier.Untrained, revision);
        }
    }

    /// <summary>
    /// Follows the feed by one batch. Whatever was applied before changes nothing, so batches may overlap and repeat. What the
    /// directory is complete for is left out: an agent that is gone has no revision to compare an old registration with.
    /// </summary>
    /// <param name="changes">Changes of agents.</param>
    /// <param name="activities">When agents did something.</param>
    /// <param name="revision">The feed's revision up to which the directory is complete then.</param>
    public void Apply(IReadOnlyList<AgentChanged> changes, IReadOnlyList<AgentActive> activities, long revision)
    {
        lock (_writing)
        {
            var state = _state;
            var edits = Edits(state, changes, activities);
            Publish(state, edits, Math.Max(state.Revision, revision));
        }
    }

    /// <summary>
    /// Learns which queries agents answered well. What is known already, or of an agent that is not there in that workspace, is
    /// passed over.
    /// </summary>
    /// <param name="evidence">In any order.</param>
    /// <param name="most">How many queries are kept of an agent, the newest.</param>
    public void Learn(IReadOnlyCollection<Evidence> evidence, int most)
    {
        lock (_writing)
        {
            var state = _state;
            var edits = new Dictionary<string, AgentEntry?>(StringComparer.Ordinal);
            foreach (var ofAgent in evidence.GroupBy(one => one.AgentId, StringComparer.Ordinal))
            {
                if (state.Roster.Find(ofAgent.Key) is not { } entry)
                {
                    continue;
                }

                var answered = entry.Answered.With(
                    ofAgent.Where(one => Counts(one, entry.Agent)).Select(one => AnsweredQuery.Of(one, state.Index.Shared)).OfType<AnsweredQuery>(), most);
                if (!ReferenceEquals(answered, entry.Answered))
                {
                    edits[ofAgent.Key] = entry.With(answered);
                }
            }

            Publish(state, edits, state.Revision);
        }
    }

    /// <summary>
    /// Learns to tell apart the agents that were asked alike, from all that is known, whatever the order in which it came. As much work as there are
    /// queries times agents that answered some, seconds for some ten thousand; asking and following go on meanwhile.
    /// </summary>
    /// <param name="cancellationToken">Ends it with an <see cref="OperationCanceledException"/>, with nothing learned.</param>
    public void Train(CancellationToken cancellationToken)
    {
        var classifier = QueryClassifier.Of(_state.Roster.Entries.Where(entry => entry.Answered.Words > 0), cancellationToken);
        lock (_writing)
        {
            _state = _state with { Classifier = classifier };
        }
    }

    /// <summary>Agents whose text has not been made a vector yet.</summary>
    /// <param name="most">How many.</param>
    /// <param name="isLeftOut">Those that are not asked for.</param>
    /// <returns>As they are now.</returns>
    public IReadOnlyList<Agent> WithoutVector(int most, Func<Agent, bool> isLeftOut) =>
        [.. _state.Roster.Entries.Where(entry => entry.Vector is null && !isLeftOut(entry.Agent)).Take(most).Select(entry => entry.Agent)];

    /// <summary>Gives agents the vectors of their texts. One whose text has changed meanwhile, or that is gone, is passed over.</summary>
    /// <param name="vectors">Agents as <see cref="WithoutVector"/> gave them, each with a vector of any length but 0.</param>
    public void Place(IReadOnlyCollection<(Agent Agent, ReadOnlyMemory<float> Vector)> vectors)
    {
        lock (_writing)
        {
            var state = _state;
            var edits = new Dictionary<string, AgentEntry?>(StringComparer.Ordinal);
            foreach (var (agent, vector) in vectors)
            {
                if (state.Roster.Find(agent.Id) is { } entry && entry.HasTextOf(agent))
                {
                    // One of nothing but zeros is near nobody, and is not asked for again.
                    edits[agent.Id] = entry.With(VectorRanking.Unit(vector.Span) ?? []);
                }
            }

            Publish(state, edits, state.Revision);
        }
    }

    /// <summary>Not what another agent of that id answered: in another workspace, or before this one was registered.</summary>
    private static bool Counts(Evidence evidence, Agent agent) => evidence.Workspace == agent.Workspace && evidence.At >= agent.RegisteredAt;

    /// <summary>One agent.</summary>
    /// <param name="id">Its id, in its own case.</param>
    /// <returns>Null when there is none.</returns>
    public Agent? Find(string id) => _state.Roster.Find(id)?.Agent;

    /// <summary>One agent, of a workspace.</summary>
    /// <param name="id">Its id, in its own case.</param>
    /// <param name="workspace">The workspace that it must be of; null: whichever it is of.</param>
    /// <returns>Null when there is none.</returns>
    public Agent? Find(string id, string? workspace) => Find(id) is { } agent && (workspace is null || agent.Workspace == workspace) ? agent : null;

    /// <summary>A page of the agents that pass the filters, by id.</summary>
    /// <param name="query">A query that keeps the rules of its message.</param>
    /// <returns>The page.</returns>
    public AgentPage List(ListAgents query) => _state.Roster.List(query);

    /// <summary>The agents that fit a query in plain words, best first; an exact id, name or capability before all others.</summary>
    /// <param name="query">Any text; filters that keep the rules of their message.</param>
    /// <returns>The best of them, and how many there are.</returns>
    public CapabilityMatches Search(SearchCapabilities query) => CapabilitySearch.Run(_state.Index, query);

    /// <summary>Stage one of routing: the agents that fit by their text and by what they answered before.</summary>
    /// <param name="query">Any text; filters that keep the rules of their message.</param>
    /// <param name="vector">The query's text as a vector, by the model that agents' vectors are of; null: texts alone are compared.</param>
    /// <param name="lastCalled">The agent that the asker called last, if any: it is for what says little by itself.</param>
    /// <param name="policy">How much experience counts.</param>
    /// <param name="now">Old experience counts less.</param>
    /// <returns>The best of them, those too that cannot take work now.</returns>
    public Shortlist Shortlist(RouteQuery query, ReadOnlyMemory<float>? vector, string? lastCalled, RoutingPolicy policy, DateTimeOffset now)
    {
        var state = _state;
        return CapabilitySearch.Shortlist(state.Index, state.Classifier, query, vector is { } given ? VectorRanking.Unit(given.Span) : null, lastCalled is null ? null : state.Roster.Find(lastCalled), policy, now);
    }

    /// <summary>The agents in numbers; the numbers of activities and changes are left at 0.</summary>
    /// <param name="workspace">Of this workspace only; null for all.</param>
    /// <returns>The numbers.</returns>
    public RegistryStatistics Count(string? workspace)
    {
        var state = _state;
        return AgentCounts.Of(state.Roster.Entries, workspace, state.Revision);
    }

    /// <summary>How many agents are watched, as all are that are not offline, and how many of those are suspect.</summary>
    /// <returns>The two numbers.</returns>
    public (int Suspect, int Watched) CountWatched() => AgentCounts.Watched(_state.Roster.Entries);

    /// <summary>What every agent of the batch is after it; those that stay the same are left out.</summary>
    private Dictionary<string, AgentEntry?> Edits(
        State state,
        IReadOnlyList<AgentChanged> changes,
        IReadOnlyList<AgentActive> activities)
    {
        var agents = new Dictionary<string, Agent?>(StringComparer.Ordinal);
        foreach (var news in InOrder(state.Revision, changes, activities))
        {
            var before = agents.TryGetValue(news.AgentId, out var touched) ? touched : state.Roster.Find(news.AgentId)?.Agent;
            var after = news.Change is not null ? AgentHistory.After(before, news.Change)
                : before is null ? null
                : AgentHistory.After(before, news.Activity!);
            if (!ReferenceEquals(before, after))
            {
                agents[news.AgentId] = after;
            }
        }

        var edits = new Dictionary<string, AgentEntry?>(agents.Count, StringComparer.Ordinal);
        foreach (var (id, agent) in agents)
        {
            var before = state.Roster.Find(id);
            if (!ReferenceEquals(before?.Agent, agent))
            {
                edits[id] = agent is null ? null : before?.With(agent) ?? new AgentEntry(agent, _indexWriter.TakeSlot());
            }
        }

        return edits;
    }

    private void Publish(State state, Dictionary<string, AgentEntry?> edits, long revision) => _state = edits.Count == 0
        ? state with { Revision = revision }
        : state with { Roster = state.Roster.With(edits), Index = Index(state.Roster, edits), Revision = revision };

    private CapabilityIndex Index(AgentRoster roster, Dictionary<string, AgentEntry?> edits)
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

    private static IEnumerable<News> InOrder(long after, IReadOnlyList<AgentChanged> changes, IReadOnlyList<AgentActive> activities) =>
        changes.Select(change => new News(change.Revision, change.AgentId, change, Activity: null))
            .Concat(activities.Select(activity => new News(activity.Revision, activity.AgentId, Change: null, activity)))
            .Where(news => news.Revision > after)
            .OrderBy(news => news.Revision);

    private readonly record struct News(long Revision, string AgentId, AgentChanged? Change, AgentActive? Activity);

    private sealed record State(AgentRoster Roster, CapabilityIndex Index, QueryClassifier Classifier, long Revision);
}
