using System.Diagnostics;
using AgentRegistry.Ingest.Command;
using MassTransit;

namespace AgentRegistry.Ingest.Consuming;

/// <summary>
/// Holds what a consumer is handed until the clock starts, and stops the clock when all of it is done. The messages wait in the
/// queue and the consumer has started, so that neither publishing nor starting is part of the time.
/// </summary>
internal sealed class Drain(int expected) : IReceiveObserver
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = expected;

    /// <summary>Lets everything through at once: for preparation, where nothing is timed.</summary>
    public static Drain Unmeasured()
    {
        var drain = new Drain(int.MaxValue);
        drain._open.SetResult();
        return drain;
    }

    /// <summary>Opens, and gives the time from then to the last message's end.</summary>
    public async Task<TimeSpan> RunAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        _open.SetResult();
        try
        {
            return Stopwatch.GetElapsedTime(started, await _done.Task.WaitAsync(limit, cancellationToken));
        }
        catch (TimeoutException)
        {
            throw new EffectMissingException($"{Volatile.Read(ref _left)} messages were not consumed within {limit.TotalSeconds:0} s");
        }
    }

    public Task PreReceive(ReceiveContext context) => _open.Task;

    public Task PostReceive(ReceiveContext context)
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _done.TrySetResult(Stopwatch.GetTimestamp());
        }

        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class
    {
        _done.TrySetException(new EffectMissingException($"a message was not consumed: {exception}"));
        return Task.CompletedTask;
    }

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        _done.TrySetException(new EffectMissingException($"a message was not received: {exception}"));
        return Task.CompletedTask;
    }
}
