using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Definitions;

/// <summary>Gives a definition the content of an earlier version again.</summary>
internal sealed class RestoreDefinitionConsumer(DefinitionWriter writer, Limits limits, TimeProvider time) : IConsumer<RestoreDefinition>
{
    public async Task Consume(ConsumeContext<RestoreDefinition> context)
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
