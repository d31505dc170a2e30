using MassTransit;

namespace AgentRegistry.QueryApi.Bus;

/// <summary>Where no worker has ever started there is no queue, and the broker drops what is published. Marked so, it comes back, and the caller hears of it.</summary>
internal static class MandatoryMessages
{
    public static void MustBeRouted(this SendContext context)
    {
        if (context.TryGetPayload<PublishContext>(out var publish))
        {
            publish.Mandatory = true;
        }
    }
}
