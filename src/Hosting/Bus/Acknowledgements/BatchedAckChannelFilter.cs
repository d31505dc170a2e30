using MassTransit;
using MassTransit.RabbitMqTransport;

namespace AgentRegistry.Hosting.Bus.Acknowledgements;

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
