using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Definitions;

/// <summary>Deletes a definition with all its versions.</summary>
internal sealed class DeleteDefinitionConsumer(DefinitionWriter writer, Limits limits, TimeProvider time) : IConsumer<DeleteDefinition>
{
    public async Task Consume(ConsumeContext<DeleteDefinition> context)
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
