using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.SessionWorker.Contexts;

internal sealed class WriteContextConsumerDefinition() : ContextCommandDefinition<WriteContextConsumer>("write-context", prefetch: 200);

internal sealed class RollbackContextConsumerDefinition() : ContextCommandDefinition<RollbackContextConsumer>("rollback-context", prefetch: 50);

internal sealed class NameCheckpointConsumerDefinition() : ContextCommandDefinition<NameCheckpointConsumer>("name-checkpoint", prefetch: 50);

internal sealed class RemoveCheckpointConsumerDefinition() : ContextCommandDefinition<RemoveCheckpointConsumer>("remove-checkpoint", prefetch: 50);

internal sealed class DeleteContextConsumerDefinition() : ContextCommandDefinition<DeleteContextConsumer>("delete-context", prefetch: 50);

/// <summary>Commands last, may be plain JSON, wait while a store is away, and for some seconds for their context.</summary>
internal abstract class ContextCommandDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    private readonly int _prefetch;

    protected ContextCommandDefinition(string endpoint, int prefetch) => (EndpointName, _prefetch) = (endpoint, prefetch);

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.Lasts(_prefetch);
        endpointConfigurator.TakesPlainJson();
        endpointConfigurator.RetriesWhile(StoreFaults.IsUnavailable);
        endpointConfigurator.UseMessageRetry(retry =>
        {
            retry.Handle<ContextMissingException>();
            retry.Intervals(100, 300, 1_000, 2_000, 5_000);
        });
    }
}
