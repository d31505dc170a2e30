using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Presence;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Discovery;

/// <summary>Answers with an agent, its history and its metrics.</summary>
internal sealed class GetAgentConsumer(AgentDirectory directory, IRegistryStore store, IPresence presence, Limits limits) : IConsumer<GetAgent>
{
    public async Task Consume(ConsumeContext<GetAgent> context)
    {
        var faults = MessageRules.Check(context.Message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        if (directory.Find(context.Message.AgentId, context.Message.Workspace) is not { } agent)
        {
            await context.AnswerAsync(new AgentNotFound { AgentId = context.Message.AgentId });
            return;
        }

        var recap = await store.Activities.RecapAsync(agent.Id, context.Message.HistoryLimit, context.CancellationToken);
        var beats = await presence.ReadAsync([agent.Id], context.CancellationToken);
        await context.AnswerAsync(new AgentDetails(agent.With(beats.GetValueOrDefault(agent.Id)))
        {
            ExecutionHistory = recap.History,
            SuccessRate = recap.Metrics.SuccessRate,
            AvgDurationMs = recap.Metrics.AvgDurationMs,
            Metrics = recap.Metrics,
        });
    }
}

internal sealed class GetAgentConsumerDefinition() : QueryDefinition<GetAgentConsumer>("get-agent");
