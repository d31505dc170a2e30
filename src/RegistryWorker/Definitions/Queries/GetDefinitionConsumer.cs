using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Definitions;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Definitions.Queries;

/// <summary>Answers with a definition and what one of its versions says.</summary>
internal sealed class GetDefinitionConsumer(IRegistryStore store, Limits limits) : IConsumer<GetDefinition>
{
    public async Task Consume(ConsumeContext<GetDefinition> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var key = new DefinitionKey(message.Workspace, message.Slug);
        var found = await store.Definitions.FindAsync(key, message.Version, context.CancellationToken);
        await context.AnswerFoundAsync(key, message.Version, found);
    }
}

internal sealed class GetDefinitionConsumerDefinition() : QueryDefinition<GetDefinitionConsumer>("get-definition", prefetch: 20);
