using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sessions;
using Xunit;

namespace AgentRegistry.Storage.Tests.Sessions;

/// <summary>Sessions of a workspace that no other test has, in few words.</summary>
internal sealed class GivenSessions(TestTables tables)
{
    public string Workspace { get; } = $"workspace-{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public SessionState State(string id) => new()
    {
        Key = new(Workspace, id),
        UserId = "alice",
        CreatedBy = Guid.NewGuid(),
        CreatedAt = Given.Now,
        UpdatedAt = Given.Now,
        StatusSince = Given.Now,
        Revision = 1,
    };

    public static SessionMessage Message(int sequence) => new()
    {
        Sequence = sequence,
        Id = Guid.NewGuid(),
        Role = MessageRole.Assistant,
        Content = $"message {sequence}",
        Timestamp = Given.Now.AddSeconds(sequence),
    };

    public static SessionInvocation Invocation(int sequence) => new()
    {
        Sequence = sequence,
        Id = Guid.NewGuid(),
        AgentId = "tickets",
        Query = "show my tickets",
        Success = true,
        Timestamp = Given.Now.AddSeconds(sequence),
    };

    public Task WriteAsync(SessionState state, IReadOnlyList<SessionMessage>? messages = null, params SessionInvocation[] invocations) =>
        tables.Store.CommitAsync(async transaction =>
        {
            await transaction.Sessions.SaveAsync([state], Token);
            await transaction.Sessions.AddMessagesAsync([.. (messages ?? []).Select(message => new StoredMessage(state.Key, message))], Token);
            await transaction.Sessions.AddInvocationsAsync([.. invocations.Select(invocation => new StoredInvocation(state.Key, invocation))], Token);
        });

    /// <summary>The ids of a page.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(ListSessions query) =>
        [.. (await tables.Store.Sessions.ListAsync(query, Token)).Sessions.Select(session => session.SessionId)];
}
