namespace AgentRegistry.Storage.Feed;

/// <summary>The feed, within a transaction.</summary>
public interface IFeedLog
{
    /// <summary>
    /// Takes the next revisions and holds back every other writer's until this transaction ends: that is what keeps the feed in
    /// the order of the commits. Call it last, when every other row that the transaction needs is locked already.
    /// </summary>
    /// <returns>The first of them.</returns>
    Task<long> TakeRevisionsAsync(int count, CancellationToken cancellationToken);

    /// <summary>Writes entries with the revisions that were taken.</summary>
    Task AppendAsync(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken);
}
