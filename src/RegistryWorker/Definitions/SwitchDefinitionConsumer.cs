using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Definitions;

/// <summary>Lets agents be spawned from a definition, or no longer.</summary>
internal sealed class SwitchDefinitionConsumer(DefinitionWriter writer, Limits limits, TimeProvider time) : IConsumer<SwitchDefinition>
{
    public async Task Consume(ConsumeContext<SwitchDefinition> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var command = DefinitionCommand.Of(message);
        var decision = await writer.WriteAsync(command, context.CancellationToken);
        await context.AnswerDefinitionAsync(command, decision);
    }
}
