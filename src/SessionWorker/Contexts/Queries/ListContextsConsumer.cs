using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.SessionWorker.Contexts.Queries;

/// <summary>Answers with a page of the contexts that pass the filter.</summary>
internal sealed class ListContextsConsumer(IRegistryStore store, Limits limits) : IConsumer<ListContexts>
{
    public async Task Consume(ConsumeContext<ListContexts> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        await context.AnswerAsync(await store.Contexts.ListAsync(message, context.CancellationToken));
    }
}

internal sealed class ListContextsConsumerDefinition() : QueryDefinition<ListContextsConsumer>("list-contexts", prefetch: 20);
