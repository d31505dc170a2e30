using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Definitions;

internal sealed class SaveDefinitionConsumerDefinition() : DefinitionCommandDefinition<SaveDefinitionConsumer>("save-definition");

internal sealed class RestoreDefinitionConsumerDefinition() : DefinitionCommandDefinition<RestoreDefinitionConsumer>("restore-definition");

internal sealed class SwitchDefinitionConsumerDefinition() : DefinitionCommandDefinition<SwitchDefinitionConsumer>("switch-definition");

internal sealed class LabelDefinitionConsumerDefinition() : DefinitionCommandDefinition<LabelDefinitionConsumer>("label-definition");

internal sealed class UnlabelDefinitionConsumerDefinition() : DefinitionCommandDefinition<UnlabelDefinitionConsumer>("unlabel-definition");

internal sealed class DeleteDefinitionConsumerDefinition() : DefinitionCommandDefinition<DeleteDefinitionConsumer>("delete-definition");

/// <summary>Commands last, may be plain JSON, wait while a store is away, and for some seconds for their definition.</summary>
internal abstract class DefinitionCommandDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    /// <summary>Each is a transaction of its own.</summary>
    private const int Prefetch = 10;

    protected DefinitionCommandDefinition(string endpoint) => EndpointName = endpoint;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.Lasts(Prefetch);
        endpointConfigurator.TakesPlainJson();
        endpointConfigurator.RetriesWhile(StoreFaults.IsUnavailable);
        endpointConfigurator.UseMessageRetry(retry =>
        {
            retry.Handle<DefinitionMissingException>();
            retry.Intervals(100, 300, 1_000, 2_000, 5_000);
        });
    }
}
