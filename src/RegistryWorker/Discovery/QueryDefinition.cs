using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Discovery;

/// <summary>Questions are worth nothing once their asker has given up: a plain queue, no retry, and any worker answers.</summary>
internal abstract class QueryDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    protected QueryDefinition(string endpoint) => EndpointName = endpoint;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.IsFleeting(prefetch: 50);
        endpointConfigurator.TakesPlainJson();
    }
}
