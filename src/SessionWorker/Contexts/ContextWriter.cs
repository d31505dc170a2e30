using System.ComponentModel.DataAnnotations;
using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Batching;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Contexts;
using AgentRegistry.Storage.Inbox;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>How much of a context's history is kept; section <c>Contexts</c> of the configuration.</summary>
public sealed record ContextPolicy
{
    /// <summary>The newest versions of a context that are kept, 1–10,000. Checkpoints and the targets of rollbacks are kept besides. Default 100.</summary>
    [Range(1, 10_000)]
    public int HistoryLimit { get; init; } = 100;
}

/// <summary>Commits commands on contexts in batches, whatever their kind.</summary>
internal sealed class ContextWriter : IAsyncDisposable
{
    /// <summary>In the inbox. Message ids are known by workspace: nobody learns from one what happened in another.</summary>
    private const string Consumer = "context:";

    /// <summary>Characters of data in one commit, about: a statement of hundreds of megabytes would block all others.</summary>
    private const long MaxText = 8 << 20;

    /// <summary>At some hundred writes a second a commit for each is more work than the writes.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly BatchProcessor<ContextCommand, ContextDecision> _batches;
    private readonly IRegistryStore _store;
    private readonly ContextPolicy _policy;
    private readonly TimeProvider _time;

    public ContextWriter(IRegistryStore store, ContextPolicy policy, TimeProvider time)
    {
        (_store, _policy, _time) = (store, policy, time);

        // One writer: with two, the earlier command could wait for a row that the later one has locked.
        _batches = new(
            CommitAsync,
            new BatchingOptions { MaxItems = 200, MaxSize = MaxText, Interval = Interval, Writers = 1, IsBadItem = StoreFaults.IsBadRow },
            command => command.Size);
    }

    /// <summary>Returns when the command is committed or refused.</summary>
    public Task<ContextDecision> WriteAsync(ContextCommand command, CancellationToken cancellationToken) => _batches.WriteAsync(command, cancellationToken);

    public ValueTask DisposeAsync() => _batches.DisposeAsync();

    private async Task<IReadOnlyList<ContextDecision>> CommitAsync(IReadOnlyList<ContextCommand> commands, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().ToMicroseconds();
        var written = await _store.WriteAsync(
            async transaction =>
            {
                var writes = ContextWrites.Decide(commands, await LoadAsync(transaction, commands, cancellationToken), _policy.HistoryLimit, now);
                if (writes.HasEffect)
                {
                    await transaction.Inbox.ReleaseAsync(Consumer, writes.WithoutEffect, cancellationToken);
                }

                return writes;
            },
            (transaction, writes) => SaveAsync(transaction.Contexts, writes, cancellationToken),
            cancellationToken);
        return written.Results;
    }

    private static async Task SaveAsync(IContextTable contexts, ContextWrites writes, CancellationToken cancellationToken)
    {
        await contexts.DeleteAsync(writes.Deleted, cancellationToken);
        await contexts.SaveAsync(writes.States, cancellationToken);
        await contexts.AddVersionsAsync(writes.AddedVersions, cancellationToken);
        await contexts.SaveCheckpointsAsync(writes.SavedCheckpoints, cancellationToken);
        await contexts.RemoveCheckpointsAsync(writes.RemovedCheckpoints, cancellationToken);

        // Last: some of the added versions may be copies of these.
        await contexts.RemoveVersionsAsync(writes.RemovedVersions, cancellationToken);
    }

    private async Task<ContextBatchState> LoadAsync(
        IRegistryTransaction transaction, IReadOnlyList<ContextCommand> commands, CancellationToken cancellationToken)
    {
        var fresh = await transaction.Inbox.ClaimAsync(Consumer, commands.Select(command => (command.Key.Workspace, command.MessageId)), cancellationToken);
        ContextKey[] keys = [.. commands.Select(command => command.Key).Distinct().Order(ContextKey.LockOrder)];
        ContextKey[] created = [.. commands.Where(command => command.Creates).Select(command => command.Key).Distinct().Order(ContextKey.LockOrder)];
        var states = await transaction.Contexts.LockAsync(keys, created, cancellationToken);
        ContextKey[] withHistory =
        [
            .. commands.GroupBy(command => command.Key)
                .Where(context => states.TryGetValue(context.Key, out var state) && ContextWrites.NeedsHistory(
                    [.. context], state, context.Any(command => !fresh.Contains((command.Key.Workspace, command.MessageId))), _policy.HistoryLimit))
                .Select(context => context.Key),
        ];
        return new ContextBatchState(states, await transaction.Contexts.ReadHistoryAsync(withHistory, cancellationToken), fresh);
    }
}
