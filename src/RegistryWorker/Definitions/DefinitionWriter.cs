using AgentRegistry.Contracts;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Feed;

namespace AgentRegistry.RegistryWorker.Definitions;

/// <summary>Commits the commands on definitions, each by itself: people write them, and not fleets. Load, decide, write, publish.</summary>
internal sealed class DefinitionWriter(IRegistryStore store, TimeProvider time)
{
    /// <summary>In the inbox. Message ids are known by workspace: nobody learns from one what happened in another.</summary>
    private const string Consumer = "definition:";

    public async Task<DefinitionDecision> WriteAsync(DefinitionCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToMicroseconds();
        await using var transaction = await store.BeginAsync(cancellationToken);
        var claimed = await transaction.Inbox.ClaimAsync(Consumer + command.Key.Workspace, [command.MessageId], cancellationToken);
        var state = await transaction.Definitions.LockAsync(command.Key, command.Creates && claimed.Count > 0, cancellationToken);
        if (claimed.Count == 0)
        {
            return DefinitionDecision.Repeat(state, await transaction.Definitions.FindMessageAsync(command.Key, command.MessageId, cancellationToken));
        }

        var decision = command.Decide(state is null ? null : await LoadAsync(transaction, command, state, cancellationToken), now);
        if (decision.Outcome is null)
        {
            // Not committed: the message has had no effect, and may have one when it comes again.
            return decision;
        }

        if (decision is { Change: { } change, State: { } changed })
        {
            changed = changed with { Revision = await transaction.Feed.TakeRevisionsAsync(1, cancellationToken) };
            decision = decision with { State = changed };
            await SaveAsync(transaction, command, decision, cancellationToken);
            var named = change == DefinitionChange.Restored ? decision.Added?.RestoredFrom : change == DefinitionChange.Labelled ? decision.Version : null;
            await transaction.Feed.AppendAsync([FeedEntry.Of(changed.ToChange(change, decision.Label, named, now))], cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return decision;
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
        if (decision.Change == DefinitionChange.Deleted)
        {
            await definitions.DeleteAsync(key, cancellationToken);
            return;
        }

        await definitions.SaveAsync(decision.State!, cancellationToken);
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
