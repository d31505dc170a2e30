using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Registrations;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Versions;

/// <summary>Answers with what makes one version of an agent's registration another.</summary>
internal sealed class DiffRegistrationVersionsConsumer(IRegistryStore store, Limits limits) : IConsumer<DiffRegistrationVersions>
{
    /// <summary>The registration is compared as it is spelt on the bus.</summary>
    private static readonly JsonSerializerOptions Spelling = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public async Task Consume(ConsumeContext<DiffRegistrationVersions> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits);
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        var (diff, missing) = await store.Registrations.DiffAsync(message, Spelling, context.CancellationToken);
        await (diff is null ? context.AnswerNoVersionAsync(store, message.Workspace, message.AgentId, missing) : context.AnswerAsync(diff));
    }
}

internal sealed class DiffRegistrationVersionsConsumerDefinition() : QueryDefinition<DiffRegistrationVersionsConsumer>("diff-registration-versions");
