using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage.Presence;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Discovery;

/// <summary>Answers how an agent is, and why.</summary>
internal sealed class GetAgentHealthConsumer(AgentDirectory directory, IPresence presence) : IConsumer<GetAgentHealth>
{
    public async Task Consume(ConsumeContext<GetAgentHealth> context)
    {
        if (directory.Find(context.Message.AgentId ?? "", context.Message.Workspace) is not { } agent)
        {
            await context.AnswerAsync(new AgentNotFound { AgentId = context.Message.AgentId ?? "" });
            return;
        }

        var beats = await presence.ReadAsync([agent.Id], context.CancellationToken);
        await context.AnswerAsync(agent.ToHealthReport(beats.GetValueOrDefault(agent.Id)));
    }
}

internal sealed class GetAgentHealthConsumerDefinition() : QueryDefinition<GetAgentHealthConsumer>("get-agent-health");
