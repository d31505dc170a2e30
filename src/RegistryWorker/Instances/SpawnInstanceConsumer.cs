using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage.Instances;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Instances;

/// <summary>Makes an agent from a version of a definition.</summary>
internal sealed class SpawnInstanceConsumer(InstanceWriter writer, Limits limits, TimeProvider time) : IConsumer<SpawnInstance>
{
    public async Task Consume(ConsumeContext<SpawnInstance> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        // Microseconds, as the tables keep them: its agent's registration is ordered by this time.
        message = message with { SentAt = message.SentAt.ToMicroseconds() };
        var id = message.InstanceId ?? InstanceRegistration.IdOf(message, limits.AgentId);
        var decision = await writer.SpawnAsync(message, id, context.CancellationToken);
        if (await context.TryAnswerInstanceAsync(new InstanceKey(message.Workspace, id), decision, writer.MostPerWorkspace))
        {
            return;
        }

        if (context.ResponseAddress is null)
        {
            throw new InstanceMissingException($"there is no definition '{message.Definition}' in workspace '{message.Workspace}', or it has no such version or label");
        }

        await context.AnswerAsync(new DefinitionNotFound { Workspace = message.Workspace, Slug = message.Definition, Version = message.DefinitionVersion });
    }
}
