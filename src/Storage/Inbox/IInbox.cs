namespace AgentRegistry.Storage.Inbox;

/// <summary>Remembers which messages had their effect, in the transaction of that effect. The primary key decides, never a look beforehand.</summary>
public interface IInbox
{
    /// <summary>Takes the messages that are new to a consumer; the others had their effect before.</summary>
    /// <param name="consumer">Whose effect.</param>
    /// <param name="messageIds">The messages' own ids; one that stands twice is taken once.</param>
    /// <returns>Those that are new.</returns>
    Task<IReadOnlySet<Guid>> ClaimAsync(string consumer, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken);

    /// <summary>As above, for messages of which one may bear the id of another: by their fingerprints they can be told apart.</summary>
    /// <param name="consumer">Whose effect.</param>
    /// <param name="fingerprints">A number for each message that is the same for the same contents, by the message's own id.</param>
    Task<InboxClaim> ClaimAsync(string consumer, IReadOnlyDictionary<Guid, long> fingerprints, CancellationToken cancellationToken);

    /// <summary>Gives messages back that were claimed in this transaction and, decided upon, had no effect.</summary>
    Task ReleaseAsync(string consumer, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken);
}
