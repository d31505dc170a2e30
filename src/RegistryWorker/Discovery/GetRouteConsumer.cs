using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Routing;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Discovery;

/// <summary>Answers why an agent was chosen.</summary>
internal sealed class GetRouteConsumer(RouteLog log, Limits limits) : IConsumer<GetRoute>
{
    public async Task Consume(ConsumeContext<GetRoute> context)
    {
        var (message, cancellationToken) = (context.Message, context.CancellationToken);
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        await (await log.FindAsync(message.Workspace, message.RouteId, cancellationToken) is { } decision
            ? context.AnswerAsync(decision)
            : context.AnswerAsync(new RouteNotFound { RouteId = message.RouteId, Workspace = message.Workspace }));
    }
}

internal sealed class GetRouteConsumerDefinition() : QueryDefinition<GetRouteConsumer>("get-route");
