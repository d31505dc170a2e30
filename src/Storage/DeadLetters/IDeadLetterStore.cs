using AgentRegistry.Storage.Feed;

namespace AgentRegistry.Storage.DeadLetters;

/// <summary>One that waits for somebody to decide.</summary>
/// <param name="Delivery">Whose cursor went past it.</param>
/// <param name="Entry">Which.</param>
/// <param name="Reason">Why, when it was last tried.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="StuckAt">When it was last tried.</param>
/// <param name="Replays">True when it is to be tried again.</param>
public sealed record DeadLetter(string Delivery, FeedEntry Entry, string Reason, int Attempts, DateTimeOffset StuckAt, bool Replays);

/// <summary>What is stuck, and what becomes of it.</summary>
public interface IDeadLetterStore
{
    /// <summary>The oldest revisions first.</summary>
    Task<IReadOnlyList<DeadLetter>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Has entries tried again, before all else; one that fails again stays.</summary>
    /// <returns>How many.</returns>
    Task<int> ReplayAsync(string delivery, long? revision, CancellationToken cancellationToken);

    /// <summary>Gives entries up for good.</summary>
    /// <returns>How many.</returns>
    Task<int> DropAsync(string delivery, long? revision, CancellationToken cancellationToken);
}
