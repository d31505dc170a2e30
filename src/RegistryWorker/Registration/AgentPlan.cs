using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Registrations;

namespace AgentRegistry.RegistryWorker.Registration;

/// <summary>
/// What a batch of commands comes to: several on one agent follow one another, as if each had been committed by itself. Changes
/// get their revisions last, when the feed's lock is taken; until then they bear negative ones, which no caller can expect.
/// </summary>
internal sealed class AgentPlan
{
    private readonly Dictionary<string, AgentRecord> _records;
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly List<(AgentRecord Record, AgentChange Change)> _changes = [];
    private readonly List<StoredVersion> _versions = [];
    private readonly HashSet<string> _forgotten = new(StringComparer.Ordinal);
    private readonly List<(AgentOutcome Outcome, AgentRecord? After, bool IsTaken)> _outcomes = [];
    private long _first;

    private AgentPlan(IReadOnlyDictionary<string, AgentRecord> records) => _records = new(records, StringComparer.Ordinal);

    /// <summary>How many revisions it needs.</summary>
    public int Changes => _changes.Count;

    public static AgentPlan Make(
        IReadOnlyList<AgentCommand> commands, IReadOnlyDictionary<string, AgentRecord> records, DateTimeOffset now)
    {
        var plan = new AgentPlan(records);
        foreach (var command in commands)
        {
            plan.Take(command, now);
        }

        return plan;
    }

    /// <summary>Gives the changes their revisions.</summary>
    /// <param name="first">The first of those taken.</param>
    public AgentPlan From(long first)
    {
        _first = first;
        return this;
    }

    /// <summary>What is to be stored, by id.</summary>
    public IReadOnlyList<AgentRecord> Records => [.. _touched.Order(StringComparer.Ordinal).Select(id => Numbered(_records[id]))];

    /// <summary>The versions of registrations that are new.</summary>
    public IReadOnlyList<StoredVersion> Versions => _versions;

    /// <summary>Agents that are deleted, of whose registrations no earlier version stays.</summary>
    public IReadOnlyCollection<string> Forgotten => _forgotten;

    /// <summary>What others are told.</summary>
    public IReadOnlyList<FeedEntry> Entries => [.. _changes.Select(change => Entry(Numbered(change.Record), change.Change))];

    /// <summary>One for each command.</summary>
    public IReadOnlyList<AgentCommitted> Results => [.. _outcomes.Select(outcome => new AgentCommitted(
        outcome.Outcome, outcome.After is { } record ? Numbered(record).State : null, outcome.IsTaken))];

    private void Take(AgentCommand command, DateTimeOffset now)
    {
        var current = _records.GetValueOrDefault(command.AgentId);
        var isTheirs = command.Workspace is null || current?.State.Workspace == command.Workspace;
        Take(command.AgentId, command.Decide(isTheirs ? current : null, now));
    }

    private void Take(string agentId, AgentDecision decision)
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
                next = next with { State = next.State with { Revision = -1 - _changes.Count } };
                _changes.Add((next, change));
            }

            _records[agentId] = next;
        }

        _outcomes.Add((decision.Outcome, decision.Outcome == AgentOutcome.NotFound ? null : _records.GetValueOrDefault(agentId), decision.Next is not null));
    }

    private AgentRecord Numbered(AgentRecord record) => record.State.Revision >= 0
        ? record
        : record with { State = record.State with { Revision = _first - 1 - record.State.Revision } };

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
