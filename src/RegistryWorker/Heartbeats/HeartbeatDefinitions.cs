using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Heartbeats;

internal sealed class HeartbeatConsumerDefinition : ConsumerDefinition<HeartbeatConsumer>
{
    public const string Queue = "heartbeat";

    public HeartbeatConsumerDefinition() => EndpointName = Queue;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<HeartbeatConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.IsFleeting(prefetch: 1_000);
        endpointConfigurator.BatchesAcks();
        endpointConfigurator.TakesPlainJson();
        endpointConfigurator.RetriesWhile(StoreFaults.IsUnavailable);
    }
}

internal sealed class HeartbeatBatchConsumerDefinition : ConsumerDefinition<HeartbeatBatchConsumer>
{
    public const string Queue = "heartbeat-batch";

    public HeartbeatBatchConsumerDefinition() => EndpointName = Queue;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<HeartbeatBatchConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.IsFleeting(prefetch: 64);
        endpointConfigurator.TakesPlainJson();
        endpointConfigurator.RetriesWhile(StoreFaults.IsUnavailable);
    }
}
