using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Instances.Queries;

/// <summary>Answers with a page of the instances that pass the filter.</summary>
internal sealed class ListInstancesConsumer(IRegistryStore store, Limits limits) : IConsumer<ListInstances>
{
    public async Task Consume(ConsumeContext<ListInstances> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        await context.AnswerAsync(await store.Instances.ListAsync(message, context.CancellationToken));
    }
}

internal sealed class ListInstancesConsumerDefinition() : QueryDefinition<ListInstancesConsumer>("list-instances", prefetch: 20);
