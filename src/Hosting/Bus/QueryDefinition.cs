using MassTransit;

namespace AgentRegistry.Hosting.Bus;

/// <summary>Questions are worth nothing once their asker has given up: a plain queue, no retry, and any worker answers.</summary>
/// <typeparam name="TConsumer">Who answers.</typeparam>
public abstract class QueryDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    private readonly int _prefetch;

    /// <summary>Answers what comes in through a queue of this name.</summary>
    /// <param name="endpoint">The queue.</param>
    /// <param name="prefetch">How many questions are in hand at once; fewer where each answer is large or slow.</param>
    protected QueryDefinition(string endpoint, int prefetch = 50) => (EndpointName, _prefetch) = (endpoint, prefetch);

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.IsFleeting(_prefetch);
        endpointConfigurator.TakesPlainJson();
    }
}
