using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>Keeps new data of a context as its next version.</summary>
internal sealed class WriteContextConsumer(ContextWriter writer, Limits limits, TimeProvider time) : IConsumer<WriteContext>
{
    public async Task Consume(ConsumeContext<WriteContext> context)
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
