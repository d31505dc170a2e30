using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.SessionWorker.Sessions;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Sessions;
using MassTransit;

namespace AgentRegistry.SessionWorker.Queries;

/// <summary>Answers with a page of a session's messages.</summary>
internal sealed class ListSessionMessagesConsumer(IRegistryStore store, Limits limits) : IConsumer<ListSessionMessages>
{
    public async Task Consume(ConsumeContext<ListSessionMessages> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var key = new SessionKey(message.Workspace, message.SessionId);
        await context.AnswerFoundAsync(key, await store.Sessions.ListMessagesAsync(key, message.After, message.Limit, context.CancellationToken));
    }
}

internal sealed class ListSessionMessagesConsumerDefinition() : QueryDefinition<ListSessionMessagesConsumer>("list-session-messages", prefetch: 20);
