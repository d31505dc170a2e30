using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using AgentRegistry.Faults.Ledger;

namespace AgentRegistry.Faults.Following;

/// <summary>A client of the feed that connects again, with its last revision, whenever it is cut off.</summary>
public abstract class Follower(string name, Uri api) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<FeedMark> _given = [];
    private readonly HashSet<Guid> _seen = [];
    private readonly List<Watch> _watches = [];
    private Task _following = Task.CompletedTask;
    private long _last;

    public string Name => name;

    /// <summary>The last revision that it was given.</summary>
    public long Last => Interlocked.Read(ref _last);

    protected Uri Api => api;

    /// <summary>Begins after a revision.</summary>
    public void Start(long since)
    {
        _last = since;
        _following = Task.Run(FollowForeverAsync);
    }

    /// <summary>Takes out what it was given until it went beyond a revision, and forgets who waited for more.</summary>
    public Followed TakeGiven(long until)
    {
        lock (_gate)
        {
            var beyond = _given.FindIndex(mark => mark.Revision > until);
            var given = _given[..(beyond < 0 ? _given.Count : beyond)];
            _given.RemoveRange(0, given.Count);
            _seen.Clear();
            _watches.Clear();
            return new(name, given);
        }
    }

    /// <summary>True when it was given this event since what it had was last taken out.</summary>
    public bool Saw(Guid eventId)
    {
        lock (_gate)
        {
            return _seen.Contains(eventId);
        }
    }

    /// <summary>Ends when it is given an event that fits, from now on.</summary>
    public Task WhenGivenAsync(Func<FeedEvent, bool> fits)
    {
        var watch = new Watch(fits, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _watches.Add(watch);
        }

        return watch.Given.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Follows until the connection ends, however it does.</summary>
    protected abstract Task FollowAsync(CancellationToken stopping);

    /// <summary>Keeps a frame.</summary>
    protected void Keep(JsonElement frame)
    {
        if (FeedEvent.Read(frame) is not { } given)
        {
            return;
        }

        lock (_gate)
        {
            _given.Add(new FeedMark(given.Revision, given.EventId));
            _seen.Add(given.EventId);
            foreach (var watch in _watches.Where(watch => watch.Fits(given)))
            {
                watch.Given.TrySetResult();
            }

            _watches.RemoveAll(watch => watch.Given.Task.IsCompleted);
        }

        Interlocked.Exchange(ref _last, given.Revision);
    }

    private async Task FollowForeverAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(_stop.Token);
            }
            catch (Exception exception)
                when (exception is HttpRequestException or WebSocketException or IOException or SocketException or OperationCanceledException)
            {
                // Cut off, or the end.
            }

            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed record Watch(Func<FeedEvent, bool> Fits, TaskCompletionSource Given);
}
