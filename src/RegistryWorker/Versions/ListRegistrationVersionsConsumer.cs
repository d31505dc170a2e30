using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Versions;

/// <summary>Answers with a page of the versions of an agent's registration.</summary>
internal sealed class ListRegistrationVersionsConsumer(IRegistryStore store, Limits limits) : IConsumer<ListRegistrationVersions>
{
    public async Task Consume(ConsumeContext<ListRegistrationVersions> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var page = await store.Registrations.ListAsync(message.Workspace, message.AgentId, message.Before, message.Limit, context.CancellationToken);
        await (page is null ? context.AnswerAsync(new AgentNotFound { AgentId = message.AgentId }) : context.AnswerAsync(page));
    }
}

internal sealed class ListRegistrationVersionsConsumerDefinition() : QueryDefinition<ListRegistrationVersionsConsumer>("list-registration-versions");
