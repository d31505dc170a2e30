using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Definitions;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Definitions.Queries;

/// <summary>Answers what makes one version of a definition another.</summary>
internal sealed class DiffDefinitionConsumer(IRegistryStore store, Limits limits) : IConsumer<DiffDefinition>
{
    public async Task Consume(ConsumeContext<DiffDefinition> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var key = new DefinitionKey(message.Workspace, message.Slug);
        var found = await store.Definitions.DiffAsync(key, message.From, message.To, context.CancellationToken);
        await context.AnswerFoundAsync(key, message.To ?? message.From, found);
    }
}

internal sealed class DiffDefinitionConsumerDefinition() : QueryDefinition<DiffDefinitionConsumer>("diff-definition", prefetch: 20);
