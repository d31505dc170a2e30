using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Definitions;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Definitions.Queries;

/// <summary>Answers with a page of a definition's versions.</summary>
internal sealed class ListDefinitionVersionsConsumer(IRegistryStore store, Limits limits) : IConsumer<ListDefinitionVersions>
{
    public async Task Consume(ConsumeContext<ListDefinitionVersions> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var key = new DefinitionKey(message.Workspace, message.Slug);
        var found = await store.Definitions.ListVersionsAsync(key, message.Before, message.Limit, context.CancellationToken);
        await context.AnswerFoundAsync(key, version: null, found);
    }
}

internal sealed class ListDefinitionVersionsConsumerDefinition() : QueryDefinition<ListDefinitionVersionsConsumer>("list-definition-versions", prefetch: 20);
