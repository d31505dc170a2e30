using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage.Queries;
using AgentRegistry.Storage.Sessions;
using MassTransit;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>The commands and queries on sessions that come over the bus, and their responses.</summary>
internal sealed class SessionHandlers(SessionWriter writer, Limits limits)
{
    public static void Register(IBusRegistrationConfigurator bus)
    {
        bus.AddCommand<CreateSession, SessionHandlers>((sessions, message, token) => sessions.WriteAsync(SessionCommand.Of(message), token), prefetch: 200);
        bus.AddCommand<AppendSessionMessages, SessionHandlers>((sessions, message, token) => sessions.AppendAsync(message, token), prefetch: 500);
        bus.AddCommand<RecordInvocation, SessionHandlers>((sessions, message, token) => sessions.RecordAsync(message, token), prefetch: 200);
        bus.AddCommand<ChangeSessionStatus, SessionHandlers>((sessions, message, token) => sessions.WriteAsync(SessionCommand.Of(message), token), prefetch: 50);
        bus.AddCommand<DeleteSession, SessionHandlers>((sessions, message, token) => sessions.DeleteAsync(message, token), prefetch: 50);

        // Few at once: a response may be megabytes.
        bus.AddQuery<GetSession, SessionQueries>((sessions, query, token) => sessions.GetAsync(query, token), prefetch: 20);
        bus.AddQuery<GetSessionContext, SessionQueries>((sessions, query, token) => sessions.GetContextAsync(query, token), prefetch: 20);
        bus.AddQuery<ListSessionMessages, SessionQueries>((sessions, query, token) => sessions.ListMessagesAsync(query, token), prefetch: 20);
        bus.AddQuery<ListSessionInvocations, SessionQueries>((sessions, query, token) => sessions.ListInvocationsAsync(query, token), prefetch: 20);
        bus.AddQuery<ListSessions, SessionQueries>((sessions, query, token) => sessions.ListAsync(query, token), prefetch: 20);
        bus.AddQuery<AnalyseSessions, SessionQueries>((sessions, query, token) => sessions.AnalyseAsync(query, token), prefetch: 20);
    }

    private Task<object> AppendAsync(AppendSessionMessages message, CancellationToken cancellationToken) =>
        WriteAsync(SessionCommand.Of(message, limits), cancellationToken);

    private Task<object> RecordAsync(RecordInvocation message, CancellationToken cancellationToken) =>
        WriteAsync(SessionCommand.Of(message, limits), cancellationToken);

    /// <summary>A session that does not exist is deleted as requested: a plain message does not fail, since it may be a repeat.</summary>
    private async Task<object> DeleteAsync(DeleteSession message, CancellationToken cancellationToken)
    {
        var response = await WriteAsync(SessionCommand.Of(message), cancellationToken);
        return response is Missing missing ? missing.Response : response;
    }

    private async Task<object> WriteAsync(SessionCommand command, CancellationToken cancellationToken)
    {
        var (key, decision) = (command.Key, await writer.WriteAsync(command, cancellationToken));
        return decision switch
        {
            { Refusal: { } reason } => new Refused(
                new SessionConflict { SessionId = key.SessionId, Workspace = key.Workspace, Reason = reason, Status = decision.State?.Status ?? SessionStatus.Active },
                $"session '{key.SessionId}' of workspace '{key.Workspace}' refuses the command: {reason}"),
            { Outcome: { } outcome } => Accepted(key, outcome, decision),
            _ => new Missing(
                new SessionNotFound { SessionId = key.SessionId, Workspace = key.Workspace },
                $"session '{key.SessionId}' does not exist in workspace '{key.Workspace}'"),
        };
    }

    private static SessionAccepted Accepted(SessionKey key, SessionOutcome outcome, SessionDecision decision)
    {
        var state = outcome == SessionOutcome.Deleted ? null : decision.State;
        return new SessionAccepted
        {
            SessionId = key.SessionId,
            Workspace = key.Workspace,
            Outcome = outcome,
            Status = state?.Status,
            Added = decision.Added,
            MessageCount = state?.Messages ?? 0,
            InvocationCount = state?.Invocations ?? 0,
            Revision = decision.State?.Revision ?? 0,
        };
    }
}
