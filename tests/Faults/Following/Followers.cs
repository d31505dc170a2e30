using AgentRegistry.Faults.Ledger;
using AgentRegistry.Testing;

namespace AgentRegistry.Faults.Following;

/// <summary>One client for each way to follow the feed.</summary>
public sealed class Followers(Uri api) : IAsyncDisposable
{
    private readonly Follower[] _all = [new SocketFollower(api), new StreamFollower(api), new PollFollower(api)];

    public void Start(long since)
    {
        foreach (var follower in _all)
        {
            follower.Start(since);
        }
    }

    /// <summary>Ends when every one of them is given an event that fits, from now on.</summary>
    public Task WhenGivenAsync(Func<FeedEvent, bool> fits) => Task.WhenAll(_all.Select(follower => follower.WhenGivenAsync(fits)));

    /// <summary>True when every one of them was given this event.</summary>
    public bool Saw(Guid eventId) => _all.All(follower => follower.Saw(eventId));

    /// <summary>Waits until they are all as far as the feed. One that does not get there shows gaps.</summary>
    public async Task<bool> ReachAsync(long revision, TimeSpan limit)
    {
        try
        {
            await Eventually.HoldsAsync(() => _all.All(follower => follower.Last >= revision), limit);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Takes out what each was given until it went beyond a revision.</summary>
    public IReadOnlyList<Followed> TakeGiven(long until) => [.. _all.Select(follower => follower.TakeGiven(until))];

    public async ValueTask DisposeAsync()
    {
        foreach (var follower in _all)
        {
            await follower.DisposeAsync();
        }
    }
}
