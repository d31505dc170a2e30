using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.SessionWorker.Sessions;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Sessions;
using MassTransit;

namespace AgentRegistry.SessionWorker.Queries;

/// <summary>Answers with a session whole.</summary>
internal sealed class GetSessionConsumer(IRegistryStore store, Limits limits) : IConsumer<GetSession>
{
    public async Task Consume(ConsumeContext<GetSession> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var key = new SessionKey(message.Workspace, message.SessionId);
        await context.AnswerFoundAsync(key, await store.Sessions.FindAsync(key, context.CancellationToken));
    }
}

internal sealed class GetSessionConsumerDefinition() : QueryDefinition<GetSessionConsumer>("get-session", prefetch: 20);
