namespace AgentRegistry.Storage.Retention;

/// <summary>What is kept for some time only.</summary>
public enum RetainedTable
{
    /// <summary>Activities. What they added up to in their agent's metrics stays.</summary>
    Activities,

    /// <summary>What agents remember, in the tables. The memory server is not ours to clean.</summary>
    Memory,

    /// <summary>That messages were received. One that is delivered again after that counts as new.</summary>
    Inbox,

    /// <summary>What agents answered well.</summary>
    Evidence,

    /// <summary>What was decided about queries.</summary>
    Routes,

    /// <summary>The feed: never an entry that a cursor has still to deliver, and none after one that stays, so that what is left has no gaps.</summary>
    Feed,
}

/// <summary>
/// Deletes what is older than it has to be, the oldest first, in portions so small that no writer waits long for one. Any number
/// of processes may do so at once.
/// </summary>
public interface IRetention
{
    /// <summary>Prepares for what will be recorded soon, so that it can be dropped cheaply once it is old. Often, and by many processes.</summary>
    Task MakeRoomAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Deletes a portion. PostgreSQL drops activities a week at a time, so that they stay up to a week longer there.</summary>
    /// <param name="table">Of what.</param>
    /// <param name="before">Only what was recorded before.</param>
    /// <param name="most">At most so many rows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many were deleted (about, where weeks were dropped); fewer than <paramref name="most"/> when nothing that old is left.</returns>
    Task<long> DeleteAsync(RetainedTable table, DateTimeOffset before, int most, CancellationToken cancellationToken);
}
