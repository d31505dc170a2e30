using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.Storage.Evidence;

/// <summary>What agents answered well, within a transaction.</summary>
public interface IEvidenceTable
{
    /// <summary>Adds to what is known, and drops the oldest of agents that have more than enough.</summary>
    /// <param name="answers">Each with the revision of its own event.</param>
    /// <param name="mostOfAgent">How many are kept of one agent.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task AddAsync(IReadOnlyCollection<SuccessfulAnswer> answers, int mostOfAgent, CancellationToken cancellationToken);

    /// <summary>Drops what was learned in these sessions.</summary>
    Task ForgetAsync(IReadOnlyCollection<SessionKey> sessions, CancellationToken cancellationToken);
}

/// <summary>That an agent answered a query well.</summary>
/// <param name="Session">In which session.</param>
/// <param name="InvocationId">When it was called there.</param>
/// <param name="AgentId">Who was called.</param>
/// <param name="Query">What was asked.</param>
/// <param name="RecordedAt">When it was recorded, by the registry's clock.</param>
/// <param name="Revision">The feed's revision of that.</param>
public sealed record SuccessfulAnswer(SessionKey Session, Guid InvocationId, string AgentId, string Query, DateTimeOffset RecordedAt, long Revision);
