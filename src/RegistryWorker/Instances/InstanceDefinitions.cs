using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Instances;

internal sealed class SpawnInstanceConsumerDefinition() : InstanceCommandDefinition<SpawnInstanceConsumer>("spawn-instance");

internal sealed class ConfigureInstanceConsumerDefinition() : InstanceCommandDefinition<ConfigureInstanceConsumer>("configure-instance");

internal sealed class ChangeInstanceStatusConsumerDefinition() : InstanceCommandDefinition<ChangeInstanceStatusConsumer>("change-instance-status");

internal sealed class DeleteInstanceConsumerDefinition() : InstanceCommandDefinition<DeleteInstanceConsumer>("delete-instance");

/// <summary>Commands last, may be plain JSON, wait while a store is away, and for some seconds for their instance or definition.</summary>
internal abstract class InstanceCommandDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    /// <summary>Each is a transaction of its own.</summary>
    private const int Prefetch = 10;

    protected InstanceCommandDefinition(string endpoint) => EndpointName = endpoint;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.Lasts(Prefetch);
        endpointConfigurator.TakesPlainJson();
        endpointConfigurator.RetriesWhile(StoreFaults.IsUnavailable);
        endpointConfigurator.UseMessageRetry(retry =>
        {
            retry.Handle<InstanceMissingException>();
            retry.Intervals(100, 300, 1_000, 2_000, 5_000);
        });
    }
}
