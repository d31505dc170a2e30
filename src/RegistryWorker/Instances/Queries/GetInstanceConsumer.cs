using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Instances;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Instances.Queries;

/// <summary>Answers with an instance.</summary>
internal sealed class GetInstanceConsumer(IRegistryStore store, Limits limits) : IConsumer<GetInstance>
{
    public async Task Consume(ConsumeContext<GetInstance> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var key = new InstanceKey(message.Workspace, message.InstanceId);
        await (await store.Instances.FindAsync(key, context.CancellationToken) is { } instance ? context.AnswerAsync(instance) : context.AnswerMissingAsync(key));
    }
}

internal sealed class GetInstanceConsumerDefinition() : QueryDefinition<GetInstanceConsumer>("get-instance", prefetch: 20);
