using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Definitions;

/// <summary>Keeps what a definition says as its next version.</summary>
internal sealed class SaveDefinitionConsumer(DefinitionWriter writer, Limits limits, TimeProvider time) : IConsumer<SaveDefinition>
{
    public async Task Consume(ConsumeContext<SaveDefinition> context)
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
