using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.SessionWorker.Questions;

/// <summary>Questions are worth nothing once their asker has given up: a plain queue, no retry, and any worker answers.</summary>
internal abstract class SessionQueryDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    protected SessionQueryDefinition(string endpoint) => EndpointName = endpoint;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.IsFleeting(prefetch: 20);
        endpointConfigurator.TakesPlainJson();
    }
}
