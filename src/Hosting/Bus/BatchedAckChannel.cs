using System.Diagnostics;
using System.Threading.Channels;
using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;

namespace AgentRegistry.Hosting.Bus;

/// <summary>Puts a <see cref="BatchedAckChannel"/> between a consumer and its channel.</summary>
internal sealed class BatchedAckChannelFilter : IFilter<ChannelContext>
{
    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        await using var channel = new BatchedAckChannel(context);
        await next.Send(channel);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("gatheredAcknowledgements");
}

/// <summary>
/// A channel that tells the broker of many acknowledgements at once. What was acknowledged and not yet told when a process dies is
/// delivered again, as what was not yet acknowledged is.
/// </summary>
internal sealed class BatchedAckChannel : ScopeChannelContext, ChannelContext, IAsyncDisposable
{
    /// <summary>At 20,000 messages a second one acknowledgement stands for dozens, and a full prefetch still turns over many times a second.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly ChannelContext _channel;
    private readonly Channel<Settled> _settled = System.Threading.Channels.Channel.CreateUnbounded<Settled>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _telling;
    private volatile bool _isLeaving;

    public BatchedAckChannel(ChannelContext channel)
        : base(channel, channel.CancellationToken)
    {
        _channel = channel;
        _telling = Task.Run(TellAsync);
    }

    ValueTask ChannelContext.BasicAck(ulong deliveryTag, bool multiple, CancellationToken cancellationToken) =>
        _settled.Writer.TryWrite(new Settled(deliveryTag, IsTold: false)) ? ValueTask.CompletedTask : _channel.BasicAck(deliveryTag, multiple, cancellationToken);

    async Task ChannelContext.BasicNack(ulong deliveryTag, bool multiple, bool requeue, CancellationToken cancellationToken)
    {
        await _channel.BasicNack(deliveryTag, multiple, requeue, cancellationToken);
        _settled.Writer.TryWrite(new Settled(deliveryTag, IsTold: true));
    }

    /// <summary>
    /// A stop begins. What was acknowledged is told; what is under way goes one by one, for with the last of it the channel is closed.
    /// </summary>
    async Task ChannelContext.BasicCancel(string consumerTag, CancellationToken cancellationToken)
    {
        await StopTellingAsync();
        await _channel.BasicCancel(consumerTag, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopTellingAsync();
        Dispose();
    }

    private async Task StopTellingAsync()
    {
        _isLeaving = true;
        _settled.Writer.TryComplete();
        await _telling;
    }

    private async Task TellAsync()
    {
        var deliveries = new SettledDeliveries();
        try
        {
            while (deliveries.AreDue || await _settled.Reader.WaitToReadAsync())
            {
                var now = Stopwatch.GetElapsedTime(0);
                while (_settled.Reader.TryRead(out var settled))
                {
                    if (settled.IsTold)
                    {
                        deliveries.Settle(settled.Delivery);
                    }
                    else
                    {
                        deliveries.Acknowledge(settled.Delivery, now);
                    }
                }

                await TellAsync(deliveries.TakeDue(_isLeaving ? TimeSpan.MaxValue : now));
                await Task.Delay(Pause);
            }
        }
        catch (Exception exception) when (_channel.Channel.IsClosed)
        {
            // What the broker was not told of it delivers again, on the channel that MassTransit opens next.
            LogContext.Debug?.Log("A channel was closed before its last acknowledgements: {Reason}", exception.Message);
        }
        catch (Exception exception)
        {
            // So it does when this one, which is of no use any more, is closed. Nobody waits for that: it waits for the messages under way.
            LogContext.Warning?.Log("A channel takes no acknowledgements and is closed; what it delivered comes again: {Reason}", exception.Message);
            _ = _channel.Channel.AbortAsync();
        }
    }

    private async Task TellAsync(AcknowledgementsDue due)
    {
        if (due.UpTo > 0)
        {
            await _channel.BasicAck(due.UpTo, multiple: true, CancellationToken.None);
        }

        foreach (var delivery in due.Single)
        {
            await _channel.BasicAck(delivery, multiple: false, CancellationToken.None);
        }
    }

    private readonly record struct Settled(ulong Delivery, bool IsTold);
}
