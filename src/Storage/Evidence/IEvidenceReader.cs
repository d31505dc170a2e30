namespace AgentRegistry.Storage.Evidence;

/// <summary>What agents answered well, outside of a transaction.</summary>
public interface IEvidenceReader
{
    /// <summary>What was recorded after a revision and up to another, in their order.</summary>
    Task<IReadOnlyList<Discovery.Evidence>> ReadAsync(long after, long upTo, int most, CancellationToken cancellationToken);
}
