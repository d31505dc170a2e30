using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Registration;

/// <summary>Registers many agents with one message; each has its own outcome.</summary>
internal sealed class RegisterAgentsConsumer(AgentWriter writer, Limits limits, TimeProvider time) : IConsumer<RegisterAgents>
{
    public async Task Consume(ConsumeContext<RegisterAgents> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var results = await Task.WhenAll(message.Agents.Select(agent => RegisterAsync(agent, message, context.CancellationToken)));
        var answer = new AgentsAccepted { Results = results };
        if (results.Any(result => result.Outcome is AgentOutcome.Rejected or AgentOutcome.Conflict))
        {
            await context.RefuseAsync(answer, Describe(results));
            return;
        }

        await context.AnswerAsync(answer);
    }

    private async Task<AgentResult> RegisterAsync(RegisterAgent agent, RegisterAgents message, CancellationToken cancellationToken)
    {
        var whole = agent with
        {
            MessageId = agent.MessageId == Guid.Empty ? message.MessageId : agent.MessageId,
            SentAt = agent.SentAt == default ? message.SentAt : agent.SentAt,
        };
        var faults = MessageRules.Check(whole, limits, time.GetUtcNow());
        return faults.Count > 0
            ? new AgentResult { AgentId = agent.AgentId ?? "", Outcome = AgentOutcome.Rejected, Faults = faults }
            : (await writer.WriteAsync(RegisterAgentConsumer.Command(whole), cancellationToken)).ToResult(whole.AgentId);
    }

    private static string Describe(AgentResult[] results) => string.Join(" | ", results
        .Where(result => result.Outcome is AgentOutcome.Rejected or AgentOutcome.Conflict)
        .Select(result => $"{result.AgentId}: {(result.Outcome == AgentOutcome.Conflict ? "belongs to another workspace" : result.Faults.Describe())}"));
}
