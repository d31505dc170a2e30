using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Registration;

internal sealed class RegisterAgentConsumerDefinition() : CommandDefinition<RegisterAgentConsumer>("register-agent", prefetch: 200);

internal sealed class RegisterAgentsConsumerDefinition() : CommandDefinition<RegisterAgentsConsumer>("register-agents", prefetch: 4);

internal sealed class ChangeAgentStatusConsumerDefinition() : CommandDefinition<ChangeAgentStatusConsumer>("change-agent-status", prefetch: 50);

internal sealed class UpdateAgentCapabilitiesConsumerDefinition()
    : CommandDefinition<UpdateAgentCapabilitiesConsumer>("update-agent-capabilities", prefetch: 50);

internal sealed class DeleteAgentConsumerDefinition() : CommandDefinition<DeleteAgentConsumer>("delete-agent", prefetch: 50);

/// <summary>Commands last, may be plain JSON, and wait while a store is away.</summary>
internal abstract class CommandDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    private readonly int _prefetch;

    protected CommandDefinition(string endpoint, int prefetch) => (EndpointName, _prefetch) = (endpoint, prefetch);

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.Lasts(_prefetch);
        endpointConfigurator.TakesPlainJson();
        endpointConfigurator.RetriesWhile(StoreFaults.IsUnavailable);
    }
}
