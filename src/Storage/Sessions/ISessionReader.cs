using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Sessions;

/// <summary>Sessions, outside of a transaction. Null where the workspace has no such session.</summary>
public interface ISessionReader
{
    /// <summary>A session whole, as it was at one moment.</summary>
    Task<SessionDetails?> FindAsync(SessionKey key, CancellationToken cancellationToken);

    /// <summary>The agent last called, with query and response.</summary>
    Task<SessionContext?> FindContextAsync(SessionKey key, CancellationToken cancellationToken);

    /// <summary>Messages after a sequence, in order.</summary>
    Task<SessionMessagePage?> ListMessagesAsync(SessionKey key, int after, int limit, CancellationToken cancellationToken);

    /// <summary>Invocations after a sequence, in order.</summary>
    Task<SessionInvocationPage?> ListInvocationsAsync(SessionKey key, int after, int limit, CancellationToken cancellationToken);

    /// <summary>Sessions that pass the filters, the newest first. The question has kept the rules.</summary>
    Task<SessionPage> ListAsync(ListSessions query, CancellationToken cancellationToken);

    /// <summary>What the sessions of a period add up to.</summary>
    Task<SessionAnalysis> AnalyseAsync(AnalyseSessions query, CancellationToken cancellationToken);

    /// <summary>Active sessions of any workspace in which nothing has happened since, the longest idle first.</summary>
    Task<IReadOnlyList<SessionKey>> FindIdleAsync(DateTimeOffset since, int most, CancellationToken cancellationToken);

    /// <summary>Completed and expired sessions of any workspace that have been so since before, the oldest first.</summary>
    Task<IReadOnlyList<SessionKey>> FindEndedAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);
}
