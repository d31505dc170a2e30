using MassTransit;
using MassTransit.RabbitMqTransport;

namespace AgentRegistry.Hosting.Bus.Acknowledging;

/// <summary>Puts a <see cref="GatheringChannel"/> between a consumer and its channel.</summary>
internal sealed class GatheringChannelFilter : IFilter<ChannelContext>
{
    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        await using var channel = new GatheringChannel(context);
        await next.Send(channel);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("gatheredAcknowledgements");
}
