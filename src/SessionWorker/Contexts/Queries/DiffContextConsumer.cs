using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Contexts;
using MassTransit;

namespace AgentRegistry.SessionWorker.Contexts.Queries;

/// <summary>Answers what makes one version of a context another.</summary>
internal sealed class DiffContextConsumer(IRegistryStore store, Limits limits) : IConsumer<DiffContext>
{
    public async Task Consume(ConsumeContext<DiffContext> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var key = new ContextKey(message.Workspace, message.AgentId, message.Name);
        var found = await store.Contexts.DiffAsync(key, message.From, message.To, context.CancellationToken);
        await context.AnswerFoundAsync(key, message.To ?? message.From, checkpoint: null, found);
    }
}

internal sealed class DiffContextConsumerDefinition() : QueryDefinition<DiffContextConsumer>("diff-context", prefetch: 20);
