namespace AgentRegistry.Storage.Inbox;

/// <summary>What became of messages that were to be claimed.</summary>
/// <param name="Fresh">Those that are new.</param>
/// <param name="Known">For the others the fingerprint of the message that was taken under the same id, where there is one.</param>
public sealed record InboxClaim(IReadOnlySet<Guid> Fresh, IReadOnlyDictionary<Guid, long> Known);
