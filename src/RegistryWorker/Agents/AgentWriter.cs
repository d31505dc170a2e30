using System.ComponentModel.DataAnnotations;
using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Batching;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.RegistryWorker.Agents;

/// <summary>Collects the commands on agents, whatever their kind, and commits them together.</summary>
internal sealed class AgentWriter : IAsyncDisposable
{
    private readonly BatchProcessor<AgentCommand, AgentCommitted> _batches;
    private readonly IRegistryStore _store;
    private readonly PresenceKeeper _presence;
    private readonly RegistrationHistory _history;
    private readonly TimeProvider _time;

    public AgentWriter(IRegistryStore store, PresenceKeeper presence, RegistrationHistory history, TimeProvider time)
    {
        (_store, _presence, _history, _time) = (store, presence, history, time);
        _batches = new(CommitAsync, new BatchingOptions { MaxItems = 500, Writers = 2, IsBadItem = StoreFaults.IsBadRow });
    }

    public Task<AgentCommitted> WriteAsync(AgentCommand command, CancellationToken cancellationToken) =>
        _batches.WriteAsync(command, cancellationToken);

    public ValueTask DisposeAsync() => _batches.DisposeAsync();

    private async Task<IReadOnlyList<AgentCommitted>> CommitAsync(IReadOnlyList<AgentCommand> commands, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().ToMicroseconds();
        var writes = await _store.WriteAsync(
            transaction => DecideAsync(transaction, commands, now, cancellationToken),
            (transaction, writes) => SaveAsync(transaction, writes, _history, cancellationToken),
            cancellationToken);
        var results = writes.Results;
        foreach (var group in commands.Zip(results).Where(pair => pair.Second.State is not null)
            .GroupBy(pair => pair.Second.IsTaken ? pair.First.Lease : LeaseStart.Keep))
        {
            var latest = group.Select(pair => pair.Second.State!).GroupBy(state => state.Id).Select(states => states.MaxBy(state => state.Revision)!).ToList();
            await _presence.PutAsync(latest, now, group.Key, cancellationToken);
        }

        return results;
    }

    private static async Task<AgentWrites> DecideAsync(
        IRegistryTransaction transaction, IReadOnlyList<AgentCommand> commands, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = commands.Select(command => command.AgentId).Distinct(StringComparer.Ordinal).ToList();
        var writes = AgentWrites.Decide(commands, await transaction.Agents.LockRecordsAsync(ids, cancellationToken), now);

        // An instance exists as long as its agent does.
        await transaction.Instances.DeleteAsync([.. writes.Records.Where(record => !record.State.Exists).Select(record => record.State.Id)], cancellationToken);
        return writes;
    }

    public static async Task SaveAsync(IRegistryTransaction transaction, AgentWrites writes, RegistrationHistory history, CancellationToken cancellationToken)
    {
        await transaction.Agents.SaveRecordsAsync(writes.Records, cancellationToken);
        await transaction.Registrations.ForgetAsync(writes.Forgotten, cancellationToken);
        await transaction.Registrations.AppendAsync(writes.Versions, history.HistoryLimit, cancellationToken);
    }
}

/// <summary>How many versions of a registration are kept; section <c>Registrations</c> of the configuration.</summary>
public sealed record RegistrationHistory
{
    /// <summary>The newest versions of an agent's registration that are kept, the current one among them, 1–10,000. Default 100.</summary>
    [Range(1, 10_000)]
    public int HistoryLimit { get; init; } = 100;
}
