using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Definitions;
using AgentRegistry.RegistryWorker.Expiry;
using AgentRegistry.RegistryWorker.Registration;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Instances;
using AgentRegistry.Storage.Presence;

namespace AgentRegistry.RegistryWorker.Instances;

/// <summary>Commits the commands on instances, each by itself and with its agent: who spawns in one workspace takes turns there anyway. Load, decide, write, publish.</summary>
internal sealed class InstanceWriter(IRegistryStore store, PresenceKeeper presence, RegistrationHistory history, InstancePolicy policy, TimeProvider time)
{
    /// <summary>In the inbox. Message ids are known by workspace: nobody learns from one what happened in another.</summary>
    private const string Consumer = "instance:";

    public int MostPerWorkspace => policy.MostPerWorkspace;

    public Task<InstanceDecision> SpawnAsync(SpawnInstance message, string id, CancellationToken cancellationToken) => CommitAsync(
        new(message.Workspace, id),
        message.MessageId,
        LeaseStart.Renew,
        async (transaction, agent, now) => InstanceDecision.Spawn(
            await LoadSpawnAsync(transaction, message, agent, cancellationToken), message, id, policy.MostPerWorkspace, now),
        cancellationToken);

    public Task<InstanceDecision> ConfigureAsync(ConfigureInstance message, CancellationToken cancellationToken) => CommitAsync(
        new(message.Workspace, message.InstanceId),
        message.MessageId,
        LeaseStart.Keep,
        async (transaction, agent, now) =>
        {
            var current = await LoadAsync(transaction, new(message.Workspace, message.InstanceId), agent, cancellationToken);
            var content = current is null
                ? null
                : await transaction.Definitions.ReadContentAsync(current.State.DefinitionKey, current.State.Version, cancellationToken);
            return InstanceDecision.Configure(current is null ? null : current with { Content = content }, message, now);
        },
        cancellationToken);

    public Task<InstanceDecision> ChangeStatusAsync(ChangeInstanceStatus message, CancellationToken cancellationToken) => CommitAsync(
        new(message.Workspace, message.InstanceId),
        message.MessageId,
        message.Status == AgentStatus.Initializing ? LeaseStart.Renew : LeaseStart.Keep,
        async (transaction, agent, now) => InstanceDecision.ChangeStatus(
            await LoadAsync(transaction, new(message.Workspace, message.InstanceId), agent, cancellationToken), message, now),
        cancellationToken);

    public Task<InstanceDecision> DeleteAsync(DeleteInstance message, CancellationToken cancellationToken) => CommitAsync(
        new(message.Workspace, message.InstanceId),
        message.MessageId,
        LeaseStart.Keep,
        async (transaction, agent, now) => InstanceDecision.Delete(
            await LoadAsync(transaction, new(message.Workspace, message.InstanceId), agent, cancellationToken), message, now),
        cancellationToken);

    private async Task<InstanceDecision> CommitAsync(
        InstanceKey key,
        Guid messageId,
        LeaseStart lease,
        Func<IRegistryTransaction, AgentRecord?, DateTimeOffset, Task<InstanceDecision>> decide,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToMicroseconds();
        await using var transaction = await store.BeginAsync(cancellationToken);
        var claimed = await transaction.Inbox.ClaimAsync(Consumer + key.Workspace, [messageId], cancellationToken);
        var agents = await transaction.Agents.LockRecordsAsync([key.Id], cancellationToken);
        var agent = agents.GetValueOrDefault(key.Id);
        if (claimed.Count == 0)
        {
            return InstanceDecision.Repeat(await LoadAsync(transaction, key, agent, cancellationToken));
        }

        var decision = await decide(transaction, agent, now);
        if (decision.Outcome is null)
        {
            // Not committed: the message has had no effect, and may have one when it comes again.
            return decision;
        }

        if (decision is not { Change: { } change, State: { } state })
        {
            await transaction.CommitAsync(cancellationToken);
            return decision;
        }

        AgentCommand[] commands = decision.Agent is { } ofAgent ? [new(key.Id, (_, _) => ofAgent)] : [];
        var plan = AgentPlan.Make(commands, agents, now);
        var first = await transaction.Feed.TakeRevisionsAsync(plan.Changes + 1, cancellationToken);
        plan.From(first);
        decision = decision with { State = state with { Revision = first + plan.Changes } };
        await transaction.Agents.SaveRecordsAsync(plan.Records, cancellationToken);
        await transaction.Registrations.ForgetAsync(plan.Forgotten, cancellationToken);
        await transaction.Registrations.AppendAsync(plan.Versions, history.HistoryLimit, cancellationToken);
        await (change == InstanceChange.Deleted
            ? transaction.Instances.DeleteAsync([key.Id], cancellationToken)
            : transaction.Instances.SaveAsync(decision.State, cancellationToken));
        await transaction.Feed.AppendAsync([.. plan.Entries, FeedEntry.Of(decision.State.ToChange(change, decision.Status, now))], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (plan.Results is [{ State: { } told }])
        {
            await presence.PutAsync([told], now, lease, cancellationToken);
        }

        return decision;
    }

    /// <summary>Null where there is no such instance in the workspace.</summary>
    private static async Task<InstanceView?> LoadAsync(
        IRegistryTransaction transaction, InstanceKey key, AgentRecord? agent, CancellationToken cancellationToken) =>
        agent is { State.Exists: true } && await transaction.Instances.LockAsync(key, cancellationToken) is { } state ? new(state, agent) : null;

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
}
