using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>Deletes a context with all its versions.</summary>
internal sealed class DeleteContextConsumer(ContextWriter writer, Limits limits, TimeProvider time) : IConsumer<DeleteContext>
{
    public async Task Consume(ConsumeContext<DeleteContext> context)
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
