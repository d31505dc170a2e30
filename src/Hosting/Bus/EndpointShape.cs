using MassTransit;

namespace AgentRegistry.Hosting.Bus;

/// <summary>The few shapes that a queue of ours can have. Which one is said in each consumer's definition.</summary>
public static class EndpointShape
{
    // 24 hours of patience: while a store is away, messages wait here with their place kept, and the queue behind them in the
    // broker. Nothing goes to the error queue for that reason.
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2),
        .. Enumerable.Repeat(TimeSpan.FromSeconds(5), 17_280),
    ];

    /// <summary>A replicated queue that survives its broker: for what was accepted.</summary>
    public static void Lasts(this IReceiveEndpointConfigurator endpoint, int prefetch)
    {
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbitMq)
        {
            rabbitMq.SetQuorumQueue();
            rabbitMq.PrefetchCount = prefetch;
        }
    }

    /// <summary>A plain queue: for what is worth nothing a minute later.</summary>
    public static void IsFleeting(this IReceiveEndpointConfigurator endpoint, int prefetch)
    {
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbitMq)
        {
            rabbitMq.PrefetchCount = prefetch;
        }
    }

    /// <summary>
    /// Acknowledges many messages at once. For what is committed by the hundred: one by one, the acknowledgements cost the broker and
    /// us as much as the messages (docs/decisions/0026).
    /// </summary>
    public static void BatchesAcks(this IReceiveEndpointConfigurator endpoint)
    {
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbitMq)
        {
            rabbitMq.ConfigureChannel(channel => channel.UseFilter(new BatchedAckChannelFilter()));
        }
    }

    /// <summary>Takes plain JSON of any sender beside MassTransit's envelopes. Only for endpoints of a single message type, as plain JSON names none.</summary>
    public static void TakesPlainJson(this IReceiveEndpointConfigurator endpoint) =>
        endpoint.AddDeserializer(new PlainJsonDeserializer(), isDefault: true);

    /// <summary>Holds a message back while a store is away instead of giving it up. Any other failure goes to the error queue at once.</summary>
    public static void RetriesWhile(this IReceiveEndpointConfigurator endpoint, Func<Exception, bool> isAway) =>
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(exception => isAway(exception));
            retry.Intervals(Pauses);
        });
}
