using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage.Instances;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Instances;

/// <summary>Has an instance go over to another status.</summary>
internal sealed class ChangeInstanceStatusConsumer(InstanceWriter writer, Limits limits, TimeProvider time) : IConsumer<ChangeInstanceStatus>
{
    public async Task Consume(ConsumeContext<ChangeInstanceStatus> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var key = new InstanceKey(message.Workspace, message.InstanceId);
        var decision = await writer.ChangeStatusAsync(message with { SentAt = message.SentAt.ToMicroseconds() }, context.CancellationToken);
        if (await context.TryAnswerInstanceAsync(key, decision, writer.MostPerWorkspace))
        {
            return;
        }

        if (context.ResponseAddress is null)
        {
            throw new InstanceMissingException($"there is no instance '{message.InstanceId}' in workspace '{message.Workspace}'");
        }

        await context.AnswerMissingAsync(key);
    }
}
