using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.SessionWorker.Queries;

/// <summary>Answers what the sessions of a period add up to.</summary>
internal sealed class AnalyseSessionsConsumer(IRegistryStore store, Limits limits) : IConsumer<AnalyseSessions>
{
    public async Task Consume(ConsumeContext<AnalyseSessions> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        await context.AnswerAsync(await store.Sessions.AnalyseAsync(message, context.CancellationToken));
    }
}

internal sealed class AnalyseSessionsConsumerDefinition() : QueryDefinition<AnalyseSessionsConsumer>("analyse-sessions", prefetch: 20);
