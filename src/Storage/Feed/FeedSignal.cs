namespace AgentRegistry.Storage.Feed;

/// <summary>Wakes those who follow the feed when it may have grown. Only a hint: they look at the log itself, and look from time to time without it.</summary>
public sealed class FeedSignal(TimeProvider time)
{
    private TaskCompletionSource _next = New();

    /// <summary>Take it before looking at the feed, and wait on it after: growth in between is not missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Pulse() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>Waits until the signal, or for the given time.</summary>
    public async Task WaitAsync(Task next, TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(atMost, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The poll that makes a lost signal harmless.
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
