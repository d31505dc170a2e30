using System.ComponentModel.DataAnnotations;
using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Agents;
using AgentRegistry.RegistryWorker.Definitions;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Definitions;

namespace AgentRegistry.RegistryWorker.Instances;

/// <summary>Commits the commands on instances, each by itself and with its agent: those that spawn in one workspace take turns there anyway.</summary>
internal sealed class InstanceWriter(IRegistryStore store, PresenceKeeper presence, RegistrationHistory history, TimeProvider time)
{
    /// <summary>In the inbox. Message ids are known by workspace: nobody learns from one what happened in another.</summary>
    private const string Consumer = "instance:";

    public async Task<InstanceDecision> WriteAsync(InstanceCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToMicroseconds();
        var writes = await store.WriteAsync(
            transaction => DecideAsync(transaction, command, now, cancellationToken),
            (transaction, writes) => SaveAsync(transaction, command, writes, cancellationToken),
            cancellationToken);
        if (writes.Results is [{ State: { } agent }])
        {
            await presence.PutAsync([agent], now, command.Lease, cancellationToken);
        }

        return writes.Result;
    }

    private static async Task<InstanceWrites> DecideAsync(
        IRegistryTransaction transaction, InstanceCommand command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var claimed = await transaction.Inbox.ClaimAsync(Consumer + command.Key.Workspace, [command.MessageId], cancellationToken);
        var agents = await transaction.Agents.LockRecordsAsync([command.Key.Id], cancellationToken);
        var agent = agents.GetValueOrDefault(command.Key.Id);
        var decision = claimed.Count == 0
            ? InstanceDecision.Repeat(await LoadAsync(transaction, command, agent, cancellationToken))
            : command.Decide(
                command.Spawns is { } message
                    ? new(Current: null, await LoadSpawnAsync(transaction, message, agent, cancellationToken))
                    : new(await LoadAsync(transaction, command, agent, cancellationToken), Spawn: null),
                now);
        return new(command, decision, agents, now);
    }

    /// <summary>Null where there is no such instance in the workspace.</summary>
    private static async Task<InstanceView?> LoadAsync(
        IRegistryTransaction transaction, InstanceCommand command, AgentRecord? agent, CancellationToken cancellationToken)
    {
        if (agent is not { State.Exists: true } || await transaction.Instances.LockAsync(command.Key, cancellationToken) is not { } state)
        {
            return null;
        }

        var content = command.ReadsContent ? await transaction.Definitions.ReadContentAsync(state.DefinitionKey, state.Version, cancellationToken) : null;
        return new(state, agent, content);
    }

    private static async Task<SpawnView> LoadSpawnAsync(
        IRegistryTransaction transaction, SpawnInstance message, AgentRecord? agent, CancellationToken cancellationToken)
    {
        var key = new DefinitionKey(message.Workspace, message.Definition);
        if (await transaction.Definitions.LockAsync(key, creates: false, cancellationToken) is not { } definition)
        {
            return new(agent, null, 0, null, 0);
        }

        var view = new DefinitionView(definition, await transaction.Definitions.ReadLabelsAsync(key, cancellationToken));
        return view.Find(message.DefinitionVersion ?? DefinitionVersionName.Latest) is not { } version
            ? new(agent, definition, 0, null, 0)
            : new(
                agent,
                definition,
                version,
                await transaction.Definitions.ReadContentAsync(key, version, cancellationToken),
                await transaction.Instances.LockRoomAsync(message.Workspace, cancellationToken));
    }

    private async Task SaveAsync(IRegistryTransaction transaction, InstanceCommand command, InstanceWrites writes, CancellationToken cancellationToken)
    {
        if (writes.Result is not { Change: { } change, State: { } state })
        {
            return;
        }

        await AgentWriter.SaveAsync(transaction, writes, history, cancellationToken);
        await (change == InstanceChange.Deleted
            ? transaction.Instances.DeleteAsync([command.Key.Id], cancellationToken)
            : transaction.Instances.SaveAsync(state, cancellationToken));
    }
}

/// <summary>How many agents are spawned from definitions; section <c>Instances</c> of the configuration. Set it alike for every RegistryWorker.</summary>
public sealed record InstancePolicy
{
    /// <summary>Instances that a workspace may have at once, 1–100,000, whatever their status: those that are there count until they are deleted. Default 20.</summary>
    [Range(1, 100_000)]
    public int MaxPerWorkspace { get; init; } = 20;
}
