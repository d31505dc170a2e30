using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Definitions;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Definitions;

/// <summary>The commands on definitions, and the queries for them.</summary>
internal sealed class DefinitionHandlers(DefinitionWriter writer, IRegistryStore store, Limits limits)
{
    /// <summary>Each command is a transaction of its own.</summary>
    private const int Commands = 10;

    /// <summary>Responses may be large.</summary>
    private const int Queries = 20;

    public static void Register(IBusRegistrationConfigurator bus)
    {
        bus.AddCommand<SaveDefinition, DefinitionHandlers>((definitions, message, token) => definitions.SaveAsync(message, token), Commands);
        bus.AddCommand<RestoreDefinition, DefinitionHandlers>((definitions, message, token) => definitions.WriteAsync(DefinitionCommand.Of(message), token), Commands);
        bus.AddCommand<SwitchDefinition, DefinitionHandlers>((definitions, message, token) => definitions.WriteAsync(DefinitionCommand.Of(message), token), Commands);
        bus.AddCommand<LabelDefinition, DefinitionHandlers>((definitions, message, token) => definitions.WriteAsync(DefinitionCommand.Of(message, definitions.Limits), token), Commands);
        bus.AddCommand<UnlabelDefinition, DefinitionHandlers>((definitions, message, token) => definitions.RemoveAsync(DefinitionCommand.Of(message), token), Commands);
        bus.AddCommand<DeleteDefinition, DefinitionHandlers>((definitions, message, token) => definitions.RemoveAsync(DefinitionCommand.Of(message), token), Commands);
        bus.AddQuery<GetDefinition, DefinitionHandlers>((definitions, message, token) => definitions.FindAsync(message, token), Queries);
        bus.AddQuery<ListDefinitions, DefinitionHandlers>((definitions, message, token) => definitions.ListAsync(message, token), Queries);
        bus.AddQuery<ListDefinitionVersions, DefinitionHandlers>((definitions, message, token) => definitions.ListVersionsAsync(message, token), Queries);
        bus.AddQuery<DiffDefinition, DefinitionHandlers>((definitions, message, token) => definitions.DiffAsync(message, token), Queries);
    }

    private Limits Limits => limits;

    private async Task<object> SaveAsync(SaveDefinition message, CancellationToken cancellationToken) =>
        DefinitionDecision.Faults(message.Content) is { Count: > 0 } faults
            ? new Refused(new RequestRejected { Faults = faults }, faults.Describe())
            : await WriteAsync(DefinitionCommand.Of(message), cancellationToken);

    private async Task<object> WriteAsync(DefinitionCommand command, CancellationToken cancellationToken)
    {
        var (key, decision) = (command.Key, await writer.WriteAsync(command, cancellationToken));
        return decision switch
        {
            { Refusal: { } reason } => new Refused(
                new DefinitionConflict
                {
                    Workspace = key.Workspace,
                    Slug = key.Slug,
                    Reason = reason,
                    CurrentVersion = decision.State?.CurrentVersion ?? 0,
                    Instances = decision.Instances,
                },
                $"definition '{key.Slug}' in workspace '{key.Workspace}', which has version {decision.State?.CurrentVersion ?? 0}, refuses the command: {reason}"),
            { Outcome: { } outcome } => Accepted(key, outcome, decision),
            _ => new Missing(
                NotFound(key, command.Version),
                $"there is no definition '{key.Slug}' in workspace '{key.Workspace}', or it has no such version or label"),
        };
    }

    /// <summary>That it no longer exists is what was asked for: a command without effect is no fault, and waits for nothing.</summary>
    private async Task<object> RemoveAsync(DefinitionCommand command, CancellationToken cancellationToken) =>
        await WriteAsync(command, cancellationToken) is var response && response is Missing missing ? missing.Response : response;

    private async Task<object> FindAsync(GetDefinition message, CancellationToken cancellationToken)
    {
        var key = new DefinitionKey(message.Workspace, message.Slug);
        return (object?)await store.Definitions.FindAsync(key, message.Version, cancellationToken) ?? NotFound(key, message.Version);
    }

    private async Task<object> ListAsync(ListDefinitions message, CancellationToken cancellationToken) => await store.Definitions.ListAsync(message, cancellationToken);

    private async Task<object> ListVersionsAsync(ListDefinitionVersions message, CancellationToken cancellationToken)
    {
        var key = new DefinitionKey(message.Workspace, message.Slug);
        return (object?)await store.Definitions.ListVersionsAsync(key, message.Before, message.Limit, cancellationToken) ?? NotFound(key, version: null);
    }

    private async Task<object> DiffAsync(DiffDefinition message, CancellationToken cancellationToken)
    {
        var key = new DefinitionKey(message.Workspace, message.Slug);
        return (object?)await store.Definitions.DiffAsync(key, message.From, message.To, cancellationToken) ?? NotFound(key, message.To ?? message.From);
    }

    private static DefinitionNotFound NotFound(DefinitionKey key, string? version) => new() { Workspace = key.Workspace, Slug = key.Slug, Version = version };

    private static DefinitionAccepted Accepted(DefinitionKey key, DefinitionOutcome outcome, DefinitionDecision decision)
    {
        var state = outcome == DefinitionOutcome.Deleted ? null : decision.State;
        return new()
        {
            Workspace = key.Workspace,
            Slug = key.Slug,
            Outcome = outcome,
            Version = state is null ? 0 : decision.Version ?? state.CurrentVersion,
            Enabled = state?.Enabled ?? false,
            Revision = state?.Revision ?? 0,
        };
    }
}
