using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage.Sessions;
using MassTransit;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>What a caller is told of a committed command on a session, or of a question.</summary>
internal static class SessionResponses
{
    public static Task AnswerSessionAsync(this ConsumeContext context, SessionKey key, SessionCommitted committed) => committed switch
    {
        { Refusal: { } reason } => context.RefuseAsync(
            new SessionConflict
            {
                SessionId = key.SessionId,
                Workspace = key.Workspace,
                Reason = reason,
                Status = committed.State?.Status ?? SessionStatus.Active,
            },
            $"session '{key.SessionId}' of workspace '{key.Workspace}' does not take it: {reason}"),
        { Outcome: { } outcome } => context.AnswerAsync(Accepted(key, outcome, committed)),
        _ when context.ResponseAddress is null => throw new SessionMissingException(key),
        _ => context.AnswerMissingAsync(key),
    };

    /// <summary>Answers a question with what was found, or that there is no such session.</summary>
    public static Task AnswerFoundAsync<TAnswer>(this ConsumeContext context, SessionKey key, TAnswer? found)
        where TAnswer : class =>
        found is null ? context.AnswerMissingAsync(key) : context.AnswerAsync(found);

    public static Task AnswerMissingAsync(this ConsumeContext context, SessionKey key) =>
        context.AnswerAsync(new SessionNotFound { SessionId = key.SessionId, Workspace = key.Workspace });

    private static SessionAccepted Accepted(SessionKey key, SessionOutcome outcome, SessionCommitted committed)
    {
        var left = outcome == SessionOutcome.Deleted ? null : committed.State;
        return new SessionAccepted
        {
            SessionId = key.SessionId,
            Workspace = key.Workspace,
            Outcome = outcome,
            Status = left?.Status,
            Added = committed.Added,
            MessageCount = left?.Messages ?? 0,
            InvocationCount = left?.Invocations ?? 0,
            Revision = committed.State?.Revision ?? 0,
        };
    }
}

/// <summary>
/// What is said in a session may overtake the message that creates it, for each has a queue of its own: it is tried again for some
/// seconds, and ends in the error queue only then.
/// </summary>
internal sealed class SessionMissingException(SessionKey key) : Exception($"there is no session '{key.SessionId}' in workspace '{key.Workspace}'");
