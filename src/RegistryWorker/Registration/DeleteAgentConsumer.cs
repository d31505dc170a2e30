using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Registration;

/// <summary>Removes an agent from every store and index.</summary>
internal sealed class DeleteAgentConsumer(AgentWriter writer, Limits limits, TimeProvider time) : IConsumer<DeleteAgent>
{
    public async Task Consume(ConsumeContext<DeleteAgent> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var stored = message with { SentAt = message.SentAt.ToMicroseconds() };
        var committed = await writer.WriteAsync(
            new AgentCommand(message.AgentId, (current, now) => CommandDecisions.Decide(current, stored, now)) { Workspace = message.Workspace }, context.CancellationToken);
        await context.AnswerCommandAsync(message.AgentId, committed);
    }
}
