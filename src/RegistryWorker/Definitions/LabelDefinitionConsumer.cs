using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Definitions;

/// <summary>Gives a version of a definition a label.</summary>
internal sealed class LabelDefinitionConsumer(DefinitionWriter writer, Limits limits, TimeProvider time) : IConsumer<LabelDefinition>
{
    public async Task Consume(ConsumeContext<LabelDefinition> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var command = DefinitionCommand.Of(message, limits);
        var decision = await writer.WriteAsync(command, context.CancellationToken);
        await context.AnswerDefinitionAsync(command, decision);
    }
}
