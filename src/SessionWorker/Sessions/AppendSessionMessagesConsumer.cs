using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>Keeps what was said in a session.</summary>
internal sealed class AppendSessionMessagesConsumer(SessionWriter writer, Limits limits, TimeProvider time) : IConsumer<AppendSessionMessages>
{
    public async Task Consume(ConsumeContext<AppendSessionMessages> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var command = SessionCommand.Of(message, limits);
        var committed = await writer.WriteAsync(command, context.CancellationToken);
        await context.AnswerSessionAsync(command.Key, committed);
    }
}
