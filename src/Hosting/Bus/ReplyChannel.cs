using MassTransit;

namespace AgentRegistry.Hosting.Bus;

/// <summary>
/// Whether answers to requests can be received. Over RabbitMQ they come to a consumer on the very channel by which the requests
/// leave, and a request that leaves before that consumer is back makes the broker close the channel ("fast reply consumer does
/// not exist"). Under load, after a broken connection, there is always such a request: so they wait here until it is back.
/// </summary>
public sealed class ReplyChannel(TimeProvider time) : IReceiveEndpointObserver
{
    private const string Address = "amq.rabbitmq.reply-to";

    private volatile TaskCompletionSource _ready = Opened();

    /// <summary>Waits until answers can be received.</summary>
    /// <exception cref="TimeoutException">They cannot within the limit.</exception>
    public Task ReadyAsync(TimeSpan limit, CancellationToken cancellationToken) => _ready.Task.WaitAsync(limit, time, cancellationToken);

    Task IReceiveEndpointObserver.Ready(ReceiveEndpointReady ready)
    {
        if (IsIt(ready))
        {
            _ready.TrySetResult();
        }

        return Task.CompletedTask;
    }

    Task IReceiveEndpointObserver.Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    Task IReceiveEndpointObserver.Completed(ReceiveEndpointCompleted completed) => CloseAsync(completed);

    Task IReceiveEndpointObserver.Faulted(ReceiveEndpointFaulted faulted) => CloseAsync(faulted);

    private static bool IsIt(ReceiveEndpointEvent happened) => happened.InputAddress.AbsolutePath.Contains(Address, StringComparison.Ordinal);

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }

    private Task CloseAsync(ReceiveEndpointEvent happened)
    {
        if (IsIt(happened) && _ready.Task.IsCompleted)
        {
            _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return Task.CompletedTask;
    }
}
