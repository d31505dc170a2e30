using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Registration;

/// <summary>Sets status, switches on or off, starts or stops draining, for one agent or many.</summary>
internal sealed class ChangeAgentStatusConsumer(AgentWriter writer, Limits limits, TimeProvider time) : IConsumer<ChangeAgentStatus>
{
    public async Task Consume(ConsumeContext<ChangeAgentStatus> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var stored = message with { SentAt = message.SentAt.ToMicroseconds() };
        var committed = await Task.WhenAll(message.AgentIds.Select(id => writer.WriteAsync(
            new AgentCommand(id, (current, now) => CommandDecisions.Decide(current, stored, now)) { Workspace = message.Workspace }, context.CancellationToken)));
        if (committed is [{ Outcome: AgentOutcome.RevisionConflict, State: { } state }])
        {
            await context.RefuseAsync(
                new RevisionConflict { AgentId = state.Id, CurrentRevision = state.Revision }, $"agent '{state.Id}' has revision {state.Revision}");
            return;
        }

        await context.AnswerAsync(new AgentsAccepted
        {
            Results = [.. committed.Zip(message.AgentIds, (outcome, id) => outcome.ToResult(id))],
        });
    }
}
