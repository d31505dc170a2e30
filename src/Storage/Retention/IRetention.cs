namespace AgentRegistry.Storage.Retention;

/// <summary>
/// Deletes what is older than it has to be, the oldest first, in portions so small that no writer waits long for one. Any number
/// of processes may do so at once.
/// </summary>
public interface IRetention
{
    /// <summary>Deletes activities. What they added up to in their agent's metrics stays.</summary>
    /// <param name="before">Only what was recorded before.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many were deleted; fewer than <paramref name="most"/> when nothing that old is left.</returns>
    Task<int> DeleteActivitiesAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);

    /// <summary>Forgets that messages were received. One that is delivered again after that counts as new.</summary>
    Task<int> DeleteInboxAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes entries of the feed, never one that a cursor has still to deliver, and none after one that stays: what is left has
    /// no gaps.
    /// </summary>
    Task<int> DeleteFeedAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);
}
