using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Registrations;

namespace AgentRegistry.RegistryWorker.Agents;

/// <summary>What a batch of commands comes to: several on one agent follow one another, as if each had been committed by itself.</summary>
internal class AgentWrites : WriteSet
{
    private readonly Dictionary<string, AgentRecord> _records;
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly List<StoredVersion> _versions = [];
    private readonly HashSet<string> _forgotten = new(StringComparer.Ordinal);
    private readonly List<(AgentOutcome Outcome, AgentRecord? After, bool IsTaken)> _outcomes = [];

    protected AgentWrites(IReadOnlyDictionary<string, AgentRecord> records) => _records = new(records, StringComparer.Ordinal);

    /// <summary>What came too late to be told of is stored all the same: what was sent before it is then known to be older.</summary>
    public override bool HasEffect => _touched.Count > 0;

    /// <summary>What is to be stored, by id.</summary>
    public IReadOnlyList<AgentRecord> Records => [.. _touched.Order(StringComparer.Ordinal).Select(id => Numbered(_records[id]))];

    /// <summary>The versions of registrations that are new.</summary>
    public IReadOnlyList<StoredVersion> Versions => _versions;

    /// <summary>Agents that are deleted, of whose registrations no earlier version stays.</summary>
    public IReadOnlyCollection<string> Forgotten => _forgotten;

    /// <summary>One for each command.</summary>
    public IReadOnlyList<AgentCommitted> Results => [.. _outcomes.Select(outcome => new AgentCommitted(
        outcome.Outcome, outcome.After is { } record ? Numbered(record).State : null, outcome.IsTaken))];

    public static AgentWrites Decide(
        IReadOnlyList<AgentCommand> commands, IReadOnlyDictionary<string, AgentRecord> records, DateTimeOffset now)
    {
        var writes = new AgentWrites(records);
        foreach (var command in commands)
        {
            var current = writes._records.GetValueOrDefault(command.AgentId);
            var isTheirs = command.Workspace is null || current?.State.Workspace == command.Workspace;
            writes.Take(command.AgentId, command.Decide(isTheirs ? current : null, now));
        }

        return writes;
    }

    protected void Take(string agentId, AgentDecision decision)
    {
        if (decision.Next is { } next)
        {
            _touched.Add(agentId);
            if (decision.Step is { } step)
            {
                next = next with { State = next.State with { RegistrationVersion = next.State.RegistrationVersion + 1 } };
                _versions.Add(Version(next, step));
            }

            if (decision.Change == AgentChange.Deleted)
            {
                _forgotten.Add(agentId);
                _versions.RemoveAll(version => version.AgentId == agentId);
            }

            if (decision.Change is { } change)
            {
                var changed = next with { State = next.State with { Revision = NextRevision } };
                Announce(() => Entry(Numbered(changed), change));
                next = changed;
            }

            _records[agentId] = next;
        }

        _outcomes.Add((decision.Outcome, decision.Outcome == AgentOutcome.NotFound ? null : _records.GetValueOrDefault(agentId), decision.Next is not null));
    }

    private AgentRecord Numbered(AgentRecord record) => record.State.Revision >= 0
        ? record
        : record with { State = record.State with { Revision = Numbered(record.State.Revision) } };

    private static StoredVersion Version(AgentRecord record, RegistrationStep step) => new(
        record.State.Id,
        record.State.Workspace,
        new RegistrationVersion
        {
            Version = record.State.RegistrationVersion,
            ChangedAt = record.State.UpdatedAt,
            ChangedBy = step.By,
            Origin = step.Origin,
            RestoredFrom = step.RestoredFrom,
            Changed = step.Changed,
        },
        record.Registration);

    private static FeedEntry Entry(AgentRecord record, AgentChange change) => FeedEntry.Of(record.State.ToChange(
        change, change is AgentChange.Registered or AgentChange.Updated ? record.ToAgent() : null));
}
