using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Batching;
using AgentRegistry.RegistryWorker.Expiry;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.RegistryWorker.Registration;

/// <summary>A command on one agent: what it comes to is decided when the agent's row is locked.</summary>
internal sealed record AgentCommand(string AgentId, Func<AgentRecord?, DateTimeOffset, AgentDecision> Decide, LeaseStart Lease = LeaseStart.Keep)
{
    /// <summary>Whose agent it must be: of another workspace it is as if there were none. Null: whosever it is.</summary>
    public string? Workspace { get; init; }
}

/// <summary>What became of it, and the agent's state after it; null when there is no such agent.</summary>
/// <param name="Outcome">For the caller.</param>
/// <param name="State">As it is after the command.</param>
/// <param name="IsTaken">False when the command was late or a repeat: then it is no sign of life either.</param>
internal sealed record AgentCommitted(AgentOutcome Outcome, AgentState? State, bool IsTaken);

/// <summary>Gathers the commands on agents, whatever their kind, and commits them together: load, decide, write, publish.</summary>
internal sealed class AgentWriter : IAsyncDisposable
{
    private readonly BatchProcessor<AgentCommand, AgentCommitted> _writer;
    private readonly IRegistryStore _store;
    private readonly PresenceKeeper _presence;
    private readonly RegistrationHistory _history;
    private readonly TimeProvider _time;

    public AgentWriter(IRegistryStore store, PresenceKeeper presence, RegistrationHistory history, TimeProvider time)
    {
        (_store, _presence, _history, _time) = (store, presence, history, time);
        _writer = new(CommitAsync, new BatchingOptions { MaxItems = 500, Writers = 2, IsBadItem = StoreFaults.IsBadRow });
    }

    public Task<AgentCommitted> WriteAsync(AgentCommand command, CancellationToken cancellationToken) =>
        _writer.WriteAsync(command, cancellationToken);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async Task<IReadOnlyList<AgentCommitted>> CommitAsync(IReadOnlyList<AgentCommand> commands, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().ToMicroseconds();
        var ids = commands.Select(command => command.AgentId).Distinct(StringComparer.Ordinal).ToList();
        await using var transaction = await _store.BeginAsync(cancellationToken);
        var plan = AgentPlan.Make(commands, await transaction.Agents.LockRecordsAsync(ids, cancellationToken), now);

        // An instance is there as long as its agent is.
        await transaction.Instances.DeleteAsync([.. plan.Records.Where(record => !record.State.Exists).Select(record => record.State.Id)], cancellationToken);
        if (plan.Changes > 0)
        {
            plan.From(await transaction.Feed.TakeRevisionsAsync(plan.Changes, cancellationToken));
        }

        await transaction.Agents.SaveRecordsAsync(plan.Records, cancellationToken);
        await transaction.Registrations.ForgetAsync(plan.Forgotten, cancellationToken);
        await transaction.Registrations.AppendAsync(plan.Versions, _history.HistoryLimit, cancellationToken);
        await transaction.Feed.AppendAsync(plan.Entries, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        var results = plan.Results;
        foreach (var group in commands.Zip(results).Where(pair => pair.Second.State is not null)
            .GroupBy(pair => pair.Second.IsTaken ? pair.First.Lease : LeaseStart.Keep))
        {
            var latest = group.Select(pair => pair.Second.State!).GroupBy(state => state.Id).Select(states => states.MaxBy(state => state.Revision)!).ToList();
            await _presence.PutAsync(latest, now, group.Key, cancellationToken);
        }

        return results;
    }
}
