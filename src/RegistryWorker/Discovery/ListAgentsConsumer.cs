using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Discovery;

/// <summary>Answers with a page of the agents that pass the filters.</summary>
internal sealed class ListAgentsConsumer(AgentDirectory directory, Limits limits) : IConsumer<ListAgents>
{
    public Task Consume(ConsumeContext<ListAgents> context)
    {
        var faults = MessageRules.Check(context.Message, limits);
        return faults.Count > 0
            ? context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe())
            : context.AnswerAsync(directory.List(context.Message));
    }
}

internal sealed class ListAgentsConsumerDefinition() : QueryDefinition<ListAgentsConsumer>("list-agents");
