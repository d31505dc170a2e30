namespace AgentRegistry.Storage.Sessions;

/// <summary>Sessions and what was said in them, within a transaction.</summary>
public interface ISessionTable
{
    /// <summary>Locks the rows of sessions until the transaction ends, in the order of their keys, and holds the ids that are to be created.</summary>
    /// <param name="keys">Which sessions; each once.</param>
    /// <param name="created">Those of them that may be created: two who create one wait for each other here.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Those that there are.</returns>
    Task<IReadOnlyDictionary<SessionKey, SessionState>> LockAsync(
        IReadOnlyCollection<SessionKey> keys, IReadOnlyCollection<SessionKey> created, CancellationToken cancellationToken);

    /// <summary>
    /// Which of these messages their sessions have already. Ask when the sessions are locked: nobody adds to them then, and the
    /// unique constraint guards what this finds.
    /// </summary>
    Task<IReadOnlySet<SessionEntryKey>> FindKnownMessagesAsync(IReadOnlyCollection<SessionEntryKey> ids, CancellationToken cancellationToken);

    /// <summary>The same for invocations.</summary>
    Task<IReadOnlySet<SessionEntryKey>> FindKnownInvocationsAsync(IReadOnlyCollection<SessionEntryKey> ids, CancellationToken cancellationToken);

    /// <summary>Deletes sessions with everything in them.</summary>
    Task DeleteAsync(IReadOnlyCollection<SessionKey> keys, CancellationToken cancellationToken);

    /// <summary>Writes sessions that are locked, new or not.</summary>
    Task SaveAsync(IReadOnlyCollection<SessionState> states, CancellationToken cancellationToken);

    /// <summary>Stores messages with the sequences that they were given.</summary>
    Task AddMessagesAsync(IReadOnlyCollection<StoredMessage> messages, CancellationToken cancellationToken);

    /// <summary>Stores invocations with the sequences that they were given.</summary>
    Task AddInvocationsAsync(IReadOnlyCollection<StoredInvocation> invocations, CancellationToken cancellationToken);
}
