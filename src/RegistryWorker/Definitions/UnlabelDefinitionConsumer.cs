using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Definitions;

/// <summary>Takes a version's label away.</summary>
internal sealed class UnlabelDefinitionConsumer(DefinitionWriter writer, Limits limits, TimeProvider time) : IConsumer<UnlabelDefinition>
{
    public async Task Consume(ConsumeContext<UnlabelDefinition> context)
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

        // That it is gone is what was asked for: a command that comes to nothing is no fault.
        await (decision is { Outcome: null, Refusal: null } ? context.AnswerMissingAsync(command) : context.AnswerDefinitionAsync(command, decision));
    }
}
