using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>Deletes a session with everything in it.</summary>
internal sealed class DeleteSessionConsumer(SessionWriter writer, Limits limits, TimeProvider time) : IConsumer<DeleteSession>
{
    public async Task Consume(ConsumeContext<DeleteSession> context)
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

        // That it is gone is what was asked for: a command that comes again is no fault.
        await (committed.Outcome is null ? context.AnswerMissingAsync(command.Key) : context.AnswerSessionAsync(command.Key, committed));
    }
}
