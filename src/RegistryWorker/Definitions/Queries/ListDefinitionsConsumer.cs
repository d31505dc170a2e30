using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Definitions.Queries;

/// <summary>Answers with a page of the definitions that pass the filter.</summary>
internal sealed class ListDefinitionsConsumer(IRegistryStore store, Limits limits) : IConsumer<ListDefinitions>
{
    public async Task Consume(ConsumeContext<ListDefinitions> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        await context.AnswerAsync(await store.Definitions.ListAsync(message, context.CancellationToken));
    }
}

internal sealed class ListDefinitionsConsumerDefinition() : QueryDefinition<ListDefinitionsConsumer>("list-definitions", prefetch: 20);
