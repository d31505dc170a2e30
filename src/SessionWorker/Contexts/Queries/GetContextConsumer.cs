using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Contexts;
using MassTransit;

namespace AgentRegistry.SessionWorker.Contexts.Queries;

/// <summary>Answers with a context and the data of one version.</summary>
internal sealed class GetContextConsumer(IRegistryStore store, Limits limits) : IConsumer<GetContext>
{
    public async Task Consume(ConsumeContext<GetContext> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var key = new ContextKey(message.Workspace, message.AgentId, message.Name);
        var found = await store.Contexts.FindAsync(key, message.Version, message.Checkpoint, context.CancellationToken);
        await context.AnswerFoundAsync(key, message.Version, message.Checkpoint, found);
    }
}

internal sealed class GetContextConsumerDefinition() : QueryDefinition<GetContextConsumer>("get-context", prefetch: 20);
