using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Batching;
using AgentRegistry.QueryApi.Bus;
using MassTransit;

namespace AgentRegistry.QueryApi.Heartbeats;

/// <summary>
/// Publishes heartbeats, each answered when the broker has confirmed it. Those that come in at once travel as one message: a
/// confirm costs the broker as much for one heartbeat as for five hundred.
/// </summary>
internal sealed class HeartbeatPublisher : IAsyncDisposable
{
    /// <summary>How long the broker may take to confirm.</summary>
    private static readonly TimeSpan BrokerLimit = TimeSpan.FromSeconds(5);

    /// <summary>Older than this a heartbeat says nothing: a queue that is behind must not bring the dead back.</summary>
    private static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(60);

    private readonly IBus _bus;
    private readonly TimeProvider _time;
    private readonly BatchProcessor<Heartbeat, bool> _batches;

    public HeartbeatPublisher(IBus bus, TimeProvider time)
    {
        _bus = bus;
        _time = time;
        _batches = new BatchProcessor<Heartbeat, bool>(CommitAsync, new BatchingOptions { Writers = 4, MaxItems = 500 });
    }

    /// <summary>Publishes one heartbeat, with whatever others come in.</summary>
    /// <exception cref="BusUnavailableException">The broker has not confirmed it in time.</exception>
    public Task PublishAsync(Heartbeat heartbeat, CancellationToken cancellationToken) => _batches.WriteAsync(heartbeat, cancellationToken);

    /// <summary>Publishes a batch as it is.</summary>
    /// <exception cref="BusUnavailableException">The broker has not confirmed it in time.</exception>
    public async Task PublishAsync(HeartbeatBatch batch, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(BrokerLimit);
        try
        {
            await _bus.Publish(
                batch,
                context =>
                {
                    context.TimeToLive = TimeToLive;

                    // The next one comes soon: writing these to the broker's disk would cost more than they are worth.
                    context.Durable = false;
                    context.MustBeRouted();
                },
                limit.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BusUnavailableException("The broker did not confirm heartbeats in time.", exception);
        }
    }

    public ValueTask DisposeAsync() => _batches.DisposeAsync();

    private async Task<IReadOnlyList<bool>> CommitAsync(IReadOnlyList<Heartbeat> heartbeats, CancellationToken cancellationToken)
    {
        await PublishAsync(new HeartbeatBatch { SentAt = _time.GetUtcNow(), Heartbeats = heartbeats }, cancellationToken);
        return new bool[heartbeats.Count];
    }
}
