namespace AgentRegistry.Storage.Feed;

/// <summary>
/// Takes entries on. What it throws leaves the cursor where it was; what it returns is put aside as stuck, with the reason, and the
/// cursor goes past it.
/// </summary>
public delegate Task<IReadOnlyList<Undeliverable>> FeedDelivery(IReadOnlyList<FeedEntry> entries, CancellationToken cancellationToken);

/// <summary>The feed, outside of a transaction.</summary>
public interface IFeedReader
{
    /// <summary>The last revision that was committed; 0 when there is none.</summary>
    Task<long> HeadAsync(CancellationToken cancellationToken);

    /// <summary>Entries after a revision, in order.</summary>
    Task<IReadOnlyList<FeedEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>How far a named cursor has come, whichever process moved it; 0 when nobody ever has.</summary>
    Task<long> PositionAsync(string cursor, CancellationToken cancellationToken);

    /// <summary>
    /// Delivers what comes after a named cursor and then moves it. Many processes may call it: one at a time delivers, and when
    /// it dies another goes on from the same place. At least once, in order. What was stuck and is to be tried again comes first, in
    /// a delivery of its own.
    /// </summary>
    /// <param name="cursor">Its name.</param>
    /// <param name="limit">At most so many entries.</param>
    /// <param name="atMost">A delivery that takes longer, as that of a frozen process, is undone, and another process may go on.</param>
    /// <param name="deliver">Takes them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many were delivered; 0 also while another process delivers.</returns>
    Task<int> DeliverAsync(string cursor, int limit, TimeSpan atMost, FeedDelivery deliver, CancellationToken cancellationToken);
}

/// <summary>An entry of the feed that could not be delivered though its neighbours could.</summary>
/// <param name="Entry">Which.</param>
/// <param name="Reason">Why.</param>
public sealed record Undeliverable(FeedEntry Entry, string Reason);
