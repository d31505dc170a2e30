using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Batching;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Contexts;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>Gathers the commands on contexts, whatever their kind, and commits them together: load, decide, write, publish.</summary>
internal sealed class ContextWriter : IAsyncDisposable
{
    /// <summary>In the inbox. Message ids are known by workspace: nobody learns from one what happened in another.</summary>
    private const string Consumer = "context:";

    /// <summary>Characters of data in one commit, about: a statement of hundreds of megabytes would hold up all others.</summary>
    private const long MostText = 8 << 20;

    /// <summary>At some hundred writes a second a commit for each is more work than the writes.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly BatchProcessor<ContextCommand, ContextCommitted> _writer;
    private readonly IRegistryStore _store;
    private readonly ContextPolicy _policy;
    private readonly TimeProvider _time;

    public ContextWriter(IRegistryStore store, ContextPolicy policy, TimeProvider time)
    {
        (_store, _policy, _time) = (store, policy, time);

        // One writer: with two, what was sent first could wait for the row that what was sent second holds.
        _writer = new(
            CommitAsync,
            new BatchingOptions { MaxItems = 200, MaxSize = MostText, Interval = Interval, Writers = 1, IsBadItem = StoreFaults.IsBadRow },
            command => command.Size);
    }

    public Task<ContextCommitted> WriteAsync(ContextCommand command, CancellationToken cancellationToken) =>
        _writer.WriteAsync(command, cancellationToken);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async Task<IReadOnlyList<ContextCommitted>> CommitAsync(IReadOnlyList<ContextCommand> commands, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().ToMicroseconds();
        await using var transaction = await _store.BeginAsync(cancellationToken);
        var plan = ContextPlan.Make(commands, await LoadAsync(transaction, commands, cancellationToken), _policy.HistoryLimit, now);
        if (plan.Changes == 0)
        {
            return plan.Results;
        }

        foreach (var workspace in plan.WithoutEffect.GroupBy(message => message.Workspace, StringComparer.Ordinal))
        {
            await transaction.Inbox.ReleaseAsync(Consumer + workspace.Key, [.. workspace.Select(message => message.MessageId)], cancellationToken);
        }

        plan.From(await transaction.Feed.TakeRevisionsAsync(plan.Changes, cancellationToken));
        await transaction.Contexts.DeleteAsync(plan.Draft.Deleted, cancellationToken);
        await transaction.Contexts.SaveAsync(plan.States, cancellationToken);
        await transaction.Contexts.AddVersionsAsync(plan.Draft.Added, cancellationToken);
        await transaction.Contexts.SaveCheckpointsAsync(plan.Draft.Named, cancellationToken);
        await transaction.Contexts.RemoveCheckpointsAsync(plan.Draft.NoLongerNamed, cancellationToken);
        await transaction.Contexts.RemoveVersionsAsync(plan.Draft.Removed, cancellationToken);
        await transaction.Feed.AppendAsync(plan.Entries, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return plan.Results;
    }

    private async Task<ContextBatchState> LoadAsync(
        IRegistryTransaction transaction, IReadOnlyList<ContextCommand> commands, CancellationToken cancellationToken)
    {
        var fresh = new HashSet<(string Workspace, Guid MessageId)>();
        foreach (var workspace in commands.GroupBy(command => command.Key.Workspace, StringComparer.Ordinal).OrderBy(workspace => workspace.Key, StringComparer.Ordinal))
        {
            var ids = workspace.Select(command => command.MessageId).Distinct().ToList();
            var claimed = await transaction.Inbox.ClaimAsync(Consumer + workspace.Key, ids, cancellationToken);
            fresh.UnionWith(claimed.Select(id => (workspace.Key, id)));
        }

        ContextKey[] keys = [.. commands.Select(command => command.Key).Distinct().Order(ContextKey.LockOrder)];
        ContextKey[] created = [.. commands.Where(command => command.Creates).Select(command => command.Key).Distinct().Order(ContextKey.LockOrder)];
        var states = await transaction.Contexts.LockAsync(keys, created, cancellationToken);
        ContextKey[] looked =
        [
            .. commands.GroupBy(command => command.Key)
                .Where(context => states.TryGetValue(context.Key, out var state) && ContextPlan.NeedsHistory(
                    [.. context], state, context.Any(command => !fresh.Contains((command.Key.Workspace, command.MessageId))), _policy.HistoryLimit))
                .Select(context => context.Key),
        ];
        return new ContextBatchState(states, await transaction.Contexts.ReadHistoryAsync(looked, cancellationToken), fresh);
    }
}
