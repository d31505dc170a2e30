using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Discovery;

/// <summary>Answers who can do something.</summary>
internal sealed class SearchCapabilitiesConsumer(AgentDirectory directory, Limits limits) : IConsumer<SearchCapabilities>
{
    public Task Consume(ConsumeContext<SearchCapabilities> context)
    {
        DiscoveryMetrics.Asked();
        var faults = MessageRules.Check(context.Message, limits);
        return faults.Count > 0
            ? context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe())
            : context.AnswerAsync(directory.Search(context.Message));
    }
}

internal sealed class SearchCapabilitiesConsumerDefinition() : QueryDefinition<SearchCapabilitiesConsumer>("search-capabilities");
