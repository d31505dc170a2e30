using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Versions;

/// <summary>Answers with an agent's registration as it is or was.</summary>
internal sealed class GetRegistrationVersionConsumer(IRegistryStore store, Limits limits) : IConsumer<GetRegistrationVersion>
{
    public async Task Consume(ConsumeContext<GetRegistrationVersion> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var found = await store.Registrations.FindAsync(message.Workspace, message.AgentId, message.Version, context.CancellationToken);
        await (found is null ? context.AnswerNoVersionAsync(store, message.Workspace, message.AgentId, message.Version) : context.AnswerAsync(found));
    }
}

internal sealed class GetRegistrationVersionConsumerDefinition() : QueryDefinition<GetRegistrationVersionConsumer>("get-registration-version");
