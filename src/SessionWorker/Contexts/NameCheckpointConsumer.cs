using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>Gives a version of a context a name.</summary>
internal sealed class NameCheckpointConsumer(ContextWriter writer, Limits limits, TimeProvider time) : IConsumer<NameCheckpoint>
{
    public async Task Consume(ConsumeContext<NameCheckpoint> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var command = ContextCommand.Of(message, limits);
        var committed = await writer.WriteAsync(command, context.CancellationToken);
        await context.AnswerContextAsync(command, committed);
    }
}
