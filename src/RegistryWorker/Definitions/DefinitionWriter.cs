using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Definitions;

namespace AgentRegistry.RegistryWorker.Definitions;

/// <summary>Commits the commands on definitions, each by itself: people write them, and not fleets.</summary>
internal sealed class DefinitionWriter(IRegistryStore store, TimeProvider time)
{
    /// <summary>In the inbox. Message ids are known by workspace: nobody learns from one what happened in another.</summary>
    private const string Consumer = "definition:";

    public async Task<DefinitionDecision> WriteAsync(DefinitionCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToMicroseconds();
        var writes = await store.WriteAsync(
            transaction => DecideAsync(transaction, command, now, cancellationToken),
            (transaction, writes) => SaveAsync(transaction, command, writes.Result, cancellationToken),
            cancellationToken);
        return writes.Result;
    }

    private static async Task<DefinitionWrites> DecideAsync(
        IRegistryTransaction transaction, DefinitionCommand command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var claimed = await transaction.Inbox.ClaimAsync(Consumer + command.Key.Workspace, [command.MessageId], cancellationToken);
        var state = await transaction.Definitions.LockAsync(command.Key, command.Creates && claimed.Count > 0, cancellationToken);
        var decision = claimed.Count == 0
            ? DefinitionDecision.Repeat(state, await transaction.Definitions.FindMessageAsync(command.Key, command.MessageId, cancellationToken))
            : command.Decide(state is null ? null : await LoadAsync(transaction, command, state, cancellationToken), now);
        return new(decision, now);
    }

    private static async Task<DefinitionView> LoadAsync(
        IRegistryTransaction transaction, DefinitionCommand command, DefinitionState state, CancellationToken cancellationToken)
    {
        var view = new DefinitionView(state, await transaction.Definitions.ReadLabelsAsync(command.Key, cancellationToken))
        {
            Instances = command.CountsInstances ? await transaction.Instances.CountAsync(command.Key, cancellationToken) : 0,
        };
        return command.Reads is { } name && view.Find(name) is { } version
            ? view with { Content = await transaction.Definitions.ReadContentAsync(command.Key, version, cancellationToken) }
            : view;
    }

    private static async Task SaveAsync(
        IRegistryTransaction transaction, DefinitionCommand command, DefinitionDecision decision, CancellationToken cancellationToken)
    {
        var (key, definitions) = (command.Key, transaction.Definitions);
        if (decision is not { Change: { } change, State: { } state })
        {
            return;
        }

        if (change == DefinitionChange.Deleted)
        {
            await definitions.DeleteAsync(key, cancellationToken);
            return;
        }

        await definitions.SaveAsync(state, cancellationToken);
        switch (decision)
        {
            case { Added: { } added, Content: { } content }:
                await definitions.AddVersionAsync(new(key, added, command.MessageId, content), cancellationToken);
                break;
            case { Change: DefinitionChange.Labelled, Label: { } label, Version: { } version }:
                await definitions.SaveLabelAsync(key, label, version, cancellationToken);
                break;
            case { Label: { } label }:
                await definitions.RemoveLabelAsync(key, label, cancellationToken);
                break;
        }
    }
}
