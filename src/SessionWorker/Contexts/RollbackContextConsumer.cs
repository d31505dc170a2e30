using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>Gives a context the data of an earlier version again.</summary>
internal sealed class RollbackContextConsumer(ContextWriter writer, Limits limits, TimeProvider time) : IConsumer<RollbackContext>
{
    public async Task Consume(ConsumeContext<RollbackContext> context)
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
        await context.AnswerContextAsync(command, committed);
    }
}
