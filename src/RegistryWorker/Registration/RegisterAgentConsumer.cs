using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage.Presence;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Registration;

/// <summary>Registers an agent, or brings its registration up to date.</summary>
internal sealed class RegisterAgentConsumer(AgentWriter writer, Limits limits, TimeProvider time) : IConsumer<RegisterAgent>
{
    public async Task Consume(ConsumeContext<RegisterAgent> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var committed = await writer.WriteAsync(Command(message), context.CancellationToken);
        if (committed.Outcome == AgentOutcome.Conflict)
        {
            await context.RefuseAsync(
                new RegistrationConflict { AgentId = message.AgentId }, $"agentId '{message.AgentId}' belongs to another workspace");
            return;
        }

        await context.AnswerAsync(committed.ToAccepted(message.AgentId));
    }

    /// <summary>Microseconds, as the tables keep them: else a repeat would seem newer than what was stored of it.</summary>
    internal static AgentCommand Command(RegisterAgent message)
    {
        var stored = message with { SentAt = message.SentAt.ToMicroseconds(), StartedAt = message.StartedAt?.ToMicroseconds() };
        return new AgentCommand(stored.AgentId, (current, now) => RegistrationDecision.Decide(current, stored, now), LeaseStart.Renew);
    }
}
