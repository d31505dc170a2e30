using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.SessionWorker.Sessions;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Sessions;
using MassTransit;

namespace AgentRegistry.SessionWorker.Queries;

/// <summary>Answers what a follow-up in a session refers to.</summary>
internal sealed class GetSessionContextConsumer(IRegistryStore store, Limits limits) : IConsumer<GetSessionContext>
{
    public async Task Consume(ConsumeContext<GetSessionContext> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var key = new SessionKey(message.Workspace, message.SessionId);
        await context.AnswerFoundAsync(key, await store.Sessions.FindContextAsync(key, context.CancellationToken));
    }
}

internal sealed class GetSessionContextConsumerDefinition() : QueryDefinition<GetSessionContextConsumer>("get-session-context", prefetch: 20);
