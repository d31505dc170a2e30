using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Registration;

/// <summary>Replaces the capabilities of an agent.</summary>
internal sealed class UpdateAgentCapabilitiesConsumer(AgentWriter writer, Limits limits, TimeProvider time) : IConsumer<UpdateAgentCapabilities>
{
    public async Task Consume(ConsumeContext<UpdateAgentCapabilities> context)
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
