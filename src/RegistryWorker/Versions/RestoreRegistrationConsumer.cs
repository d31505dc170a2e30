using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.RegistryWorker.Registration;
using AgentRegistry.Storage;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Versions;

/// <summary>Makes an earlier version of an agent's registration the current one.</summary>
internal sealed class RestoreRegistrationConsumer(AgentWriter writer, IRegistryStore store, Limits limits, TimeProvider time) : IConsumer<RestoreRegistration>
{
    public async Task Consume(ConsumeContext<RestoreRegistration> context)
    {
        var message = context.Message;
        var faults = MessageRules.Check(message, limits, time.GetUtcNow());
        if (faults.Count > 0)
        {
            await context.RefuseAsync(new RequestRejected { Faults = faults }, faults.Describe());
            return;
        }

        // A version never changes: it may be read before the agent is locked.
        if (await store.Registrations.FindAsync(message.Workspace, message.AgentId, message.Version, context.CancellationToken) is not { Registration: var version })
        {
            await context.AnswerNoVersionAsync(store, message.Workspace, message.AgentId, message.Version);
            return;
        }

        var stored = message with { SentAt = message.SentAt.ToMicroseconds() };
        var committed = await writer.WriteAsync(
            new AgentCommand(message.AgentId, (current, now) => CommandDecisions.Decide(current, stored, version, now)) { Workspace = message.Workspace }, context.CancellationToken);
        await context.AnswerCommandAsync(message.AgentId, committed);
    }
}

internal sealed class RestoreRegistrationConsumerDefinition() : CommandDefinition<RestoreRegistrationConsumer>("restore-registration", prefetch: 20);
