using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Batching;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Evidence;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>Gathers the commands on sessions, whatever their kind, and commits them together: load, decide, write, publish.</summary>
internal sealed class SessionWriter : IAsyncDisposable
{
    /// <summary>In the inbox. Message ids are known by workspace: nobody learns from one what happened in another.</summary>
    private const string Consumer = "session:";

    /// <summary>Characters of text in one commit, about: a statement of hundreds of megabytes would hold up all others.</summary>
    private const long MostText = 8 << 20;

    /// <summary>At some hundred appends a second a commit for each is more work than the appends.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly BatchProcessor<SessionCommand, SessionCommitted> _writer;
    private readonly IRegistryStore _store;
    private readonly LearningPolicy _learning;
    private readonly TimeProvider _time;

    public SessionWriter(IRegistryStore store, LearningPolicy learning, TimeProvider time)
    {
        (_store, _learning, _time) = (store, learning, time);

        // One writer: with two, what was sent first could wait for the row that what was sent second holds.
        _writer = new(
            CommitAsync,
            new BatchingOptions { MaxItems = 500, MaxSize = MostText, Interval = Interval, Writers = 1, IsBadItem = StoreFaults.IsBadRow },
            command => command.Size);
    }

    public Task<SessionCommitted> WriteAsync(SessionCommand command, CancellationToken cancellationToken) =>
        _writer.WriteAsync(command, cancellationToken);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async Task<IReadOnlyList<SessionCommitted>> CommitAsync(IReadOnlyList<SessionCommand> commands, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().ToMicroseconds();
        await using var transaction = await _store.BeginAsync(cancellationToken);
        var plan = SessionPlan.Make(commands, await LoadAsync(transaction, commands, cancellationToken), now);
        if (plan.Changes == 0)
        {
            return plan.Results;
        }

        await transaction.Evidence.ForgetAsync(plan.Forgotten, cancellationToken);
        plan.From(await transaction.Feed.TakeRevisionsAsync(plan.Changes, cancellationToken));
        await transaction.Sessions.DeleteAsync(plan.Deleted, cancellationToken);
        await transaction.Sessions.SaveAsync(plan.States, cancellationToken);
        await transaction.Sessions.AddMessagesAsync(plan.Messages, cancellationToken);
        await transaction.Sessions.AddInvocationsAsync(plan.Invocations, cancellationToken);
        await transaction.Evidence.AddAsync(
            [.. plan.Answers.Where(answer => _learning.IsOn(answer.Session.Workspace))], _learning.QueriesPerAgent, cancellationToken);
        await transaction.Feed.AppendAsync(plan.Entries, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return plan.Results;
    }

    private static async Task<SessionBatchState> LoadAsync(
        IRegistryTransaction transaction, IReadOnlyList<SessionCommand> commands, CancellationToken cancellationToken)
    {
        var creations = new HashSet<(string Workspace, Guid MessageId)>();
        foreach (var workspace in commands.Where(command => command.CreatedBy is not null)
            .GroupBy(command => command.Key.Workspace, StringComparer.Ordinal)
            .OrderBy(workspace => workspace.Key, StringComparer.Ordinal))
        {
            var ids = workspace.Select(command => command.CreatedBy.GetValueOrDefault()).Distinct().ToList();
            var fresh = await transaction.Inbox.ClaimAsync(Consumer + workspace.Key, ids, cancellationToken);
            creations.UnionWith(fresh.Select(id => (workspace.Key, id)));
        }

        SessionKey[] keys = [.. commands.Select(command => command.Key).Distinct().Order(SessionKey.LockOrder)];
        SessionKey[] created = [.. commands.Where(command => command.CreatedBy is not null).Select(command => command.Key).Distinct().Order(SessionKey.LockOrder)];
        var states = await transaction.Sessions.LockAsync(keys, created, cancellationToken);
        SessionEntryKey[] messages = [.. commands.SelectMany(command => command.Messages.Select(said => new SessionEntryKey(command.Key, said.Id)))];
        SessionEntryKey[] invocations = [.. commands.SelectMany(command => command.Invocations.Select(called => new SessionEntryKey(command.Key, called.Id)))];
        return new SessionBatchState(
            states,
            creations,
            await transaction.Sessions.FindKnownMessagesAsync(messages, cancellationToken),
            await transaction.Sessions.FindKnownInvocationsAsync(invocations, cancellationToken));
    }
}
