using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage.Instances;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Instances;

/// <summary>Ends an instance, and its agent with it.</summary>
internal sealed class DeleteInstanceConsumer(InstanceWriter writer, Limits limits, TimeProvider time) : IConsumer<DeleteInstance>
{
    public async Task Consume(ConsumeContext<DeleteInstance> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var key = new InstanceKey(message.Workspace, message.InstanceId);
        var decision = await writer.DeleteAsync(message with { SentAt = message.SentAt.ToMicroseconds() }, context.CancellationToken);
        if (await context.TryAnswerInstanceAsync(key, decision, writer.MostPerWorkspace))
        {
            return;
        }

        // That it is gone is what was asked for: a command that comes to nothing is no fault.
        await context.AnswerMissingAsync(key);
    }
}
