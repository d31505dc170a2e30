using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Routing;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Discovery;

/// <summary>Answers who should take a query on.</summary>
internal sealed class RouteQueryConsumer(AgentRouting routing, Limits limits) : IConsumer<RouteQuery>
{
    public async Task Consume(ConsumeContext<RouteQuery> context)
    {
        DiscoveryMetrics.Asked();
        var faults = MessageRules.Check(context.Message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        await context.AnswerAsync(await routing.DecideAsync(context.Message, context.CancellationToken));
    }
}

internal sealed class RouteQueryConsumerDefinition() : QueryDefinition<RouteQueryConsumer>("route-query");
