namespace AgentRegistry.Storage.Evidence;

/// <summary>What agents answered well, outside of a transaction.</summary>
public interface IEvidenceReader
{
    /// <summary>What was recorded after a revision and up to another, in their order.</summary>
    Task<IReadOnlyList<EvidenceRow>> ReadAsync(long after, long upTo, int most, CancellationToken cancellationToken);
}

/// <summary>That an agent answered a query well.</summary>
/// <param name="AgentId">Which agent.</param>
/// <param name="Workspace">Of which workspace.</param>
/// <param name="Query">What it was asked.</param>
/// <param name="At">When it was recorded, by the registry's clock.</param>
/// <param name="Revision">The feed's revision of that.</param>
public sealed record EvidenceRow(string AgentId, string Workspace, string Query, DateTimeOffset At, long Revision);
