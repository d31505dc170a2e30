using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Contexts;
using MassTransit;

namespace AgentRegistry.SessionWorker.Contexts.Queries;

/// <summary>Answers with a page of a context's versions.</summary>
internal sealed class ListContextVersionsConsumer(IRegistryStore store, Limits limits) : IConsumer<ListContextVersions>
{
    public async Task Consume(ConsumeContext<ListContextVersions> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var key = new ContextKey(message.Workspace, message.AgentId, message.Name);
        var found = await store.Contexts.ListVersionsAsync(key, message.Before, message.Limit, context.CancellationToken);
        await context.AnswerFoundAsync(key, version: null, checkpoint: null, found);
    }
}

internal sealed class ListContextVersionsConsumerDefinition() : QueryDefinition<ListContextVersionsConsumer>("list-context-versions", prefetch: 20);
