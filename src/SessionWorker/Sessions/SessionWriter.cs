using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Batching;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Evidence;
using AgentRegistry.Storage.Inbox;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>Commits commands on sessions in batches, whatever their kind.</summary>
internal sealed class SessionWriter : IAsyncDisposable
{
    /// <summary>In the inbox. Message ids are known by workspace: nobody learns from one what happened in another.</summary>
    private const string Consumer = "session:";

    /// <summary>Characters of text in one commit, about: a statement of hundreds of megabytes would block all others.</summary>
    private const long MaxText = 8 << 20;

    /// <summary>At some hundred appends a second a commit for each is more work than the appends.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly BatchProcessor<SessionCommand, SessionDecision> _batches;
    private readonly IRegistryStore _store;
    private readonly LearningPolicy _learning;
    private readonly TimeProvider _time;

    public SessionWriter(IRegistryStore store, LearningPolicy learning, TimeProvider time)
    {
        (_store, _learning, _time) = (store, learning, time);

        // One writer: with two, the earlier command could wait for a row that the later one has locked.
        _batches = new(
            CommitAsync,
            new BatchingOptions { MaxItems = 500, MaxSize = MaxText, Interval = Interval, Writers = 1, IsBadItem = StoreFaults.IsBadRow },
            command => command.Size);
    }

    /// <summary>Returns when the command is committed or refused.</summary>
    public Task<SessionDecision> WriteAsync(SessionCommand command, CancellationToken cancellationToken) => _batches.WriteAsync(command, cancellationToken);

    public ValueTask DisposeAsync() => _batches.DisposeAsync();

    private async Task<IReadOnlyList<SessionDecision>> CommitAsync(IReadOnlyList<SessionCommand> commands, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().ToMicroseconds();
        var written = await _store.WriteAsync(
            async transaction =>
            {
                var writes = SessionWrites.Decide(commands, await LoadAsync(transaction, commands, cancellationToken), now);
                await transaction.Evidence.ForgetAsync(writes.Forgotten, cancellationToken);
                return writes;
            },
            (transaction, writes) => SaveAsync(transaction, writes, cancellationToken),
            cancellationToken);
        return written.Results;
    }

    private async Task SaveAsync(IRegistryTransaction transaction, SessionWrites writes, CancellationToken cancellationToken)
    {
        await transaction.Sessions.DeleteAsync(writes.Deleted, cancellationToken);
        await transaction.Sessions.SaveAsync(writes.States, cancellationToken);
        await transaction.Sessions.AddMessagesAsync(writes.Messages, cancellationToken);
        await transaction.Sessions.AddInvocationsAsync(writes.Invocations, cancellationToken);
        await transaction.Evidence.AddAsync(
            [.. writes.Answers.Where(answer => _learning.IsOn(answer.Session.Workspace))], _learning.QueriesPerAgent, cancellationToken);
    }

    private static async Task<SessionBatchState> LoadAsync(
        IRegistryTransaction transaction, IReadOnlyList<SessionCommand> commands, CancellationToken cancellationToken)
    {
        SessionCommand[] creating = [.. commands.Where(command => command.CreatedBy is not null)];
        var creations = await transaction.Inbox.ClaimAsync(
            Consumer, creating.Select(command => (command.Key.Workspace, command.CreatedBy.GetValueOrDefault())), cancellationToken);
        SessionKey[] keys = [.. commands.Select(command => command.Key).Distinct().Order(SessionKey.LockOrder)];
        SessionKey[] created = [.. creating.Select(command => command.Key).Distinct().Order(SessionKey.LockOrder)];
        var states = await transaction.Sessions.LockAsync(keys, created, cancellationToken);
        SessionEntryKey[] messages = [.. commands.SelectMany(command => command.Messages.Select(message => new SessionEntryKey(command.Key, message.Id)))];
        SessionEntryKey[] invocations =
            [.. commands.SelectMany(command => command.Invocations.Select(invocation => new SessionEntryKey(command.Key, invocation.Id)))];
        return new SessionBatchState(
            states,
            creations,
            await transaction.Sessions.FindKnownMessagesAsync(messages, cancellationToken),
            await transaction.Sessions.FindKnownInvocationsAsync(invocations, cancellationToken));
    }
}
