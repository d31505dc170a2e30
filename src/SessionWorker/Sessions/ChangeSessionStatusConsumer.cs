using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>Completes, expires or wakes a session.</summary>
internal sealed class ChangeSessionStatusConsumer(SessionWriter writer, Limits limits, TimeProvider time) : IConsumer<ChangeSessionStatus>
{
    public async Task Consume(ConsumeContext<ChangeSessionStatus> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var command = SessionCommand.Of(message);
        var committed = await writer.WriteAsync(command, context.CancellationToken);
        await context.AnswerSessionAsync(command.Key, committed);
    }
}
