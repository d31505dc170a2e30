using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage.Definitions;
using AgentRegistry.Storage.Queries;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Definitions;

/// <summary>The commands on definitions, and the queries for them.</summary>
internal sealed class DefinitionHandlers(DefinitionWriter writer, Limits limits)
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
        bus.AddQuery<GetDefinition, DefinitionQueries>((definitions, query, token) => definitions.GetAsync(query, token), Queries);
        bus.AddQuery<ListDefinitions, DefinitionQueries>((definitions, query, token) => definitions.ListAsync(query, token), Queries);
        bus.AddQuery<ListDefinitionVersions, DefinitionQueries>((definitions, query, token) => definitions.ListVersionsAsync(query, token), Queries);
        bus.AddQuery<DiffDefinition, DefinitionQueries>((definitions, query, token) => definitions.DiffAsync(query, token), Queries);
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
