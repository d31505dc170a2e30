using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>Takes a version's name away.</summary>
internal sealed class RemoveCheckpointConsumer(ContextWriter writer, Limits limits, TimeProvider time) : IConsumer<RemoveCheckpoint>
{
    public async Task Consume(ConsumeContext<RemoveCheckpoint> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var command = ContextCommand.Of(message);
        var committed = await writer.WriteAsync(command, context.CancellationToken);

        // That it is gone is what was asked for: a command that comes to nothing is no fault.
        await (committed is { Outcome: null, Refusal: null } ? context.AnswerMissingAsync(command) : context.AnswerContextAsync(command, committed));
    }
}
