using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.SessionWorker.Queries;

/// <summary>Answers with a page of the sessions that pass the filters.</summary>
internal sealed class ListSessionsConsumer(IRegistryStore store, Limits limits) : IConsumer<ListSessions>
{
    public async Task Consume(ConsumeContext<ListSessions> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        await context.AnswerAsync(await store.Sessions.ListAsync(message, context.CancellationToken));
    }
}

internal sealed class ListSessionsConsumerDefinition() : QueryDefinition<ListSessionsConsumer>("list-sessions", prefetch: 20);
