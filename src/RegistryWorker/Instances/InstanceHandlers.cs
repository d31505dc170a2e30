using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage.Instances;
using AgentRegistry.Storage.Queries;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Instances;

/// <summary>The commands on instances of definitions, and the queries for them.</summary>
internal sealed class InstanceHandlers(InstanceWriter writer, InstancePolicy policy, Limits limits)
{
    /// <summary>Each command is a transaction of its own.</summary>
    private const int Commands = 10;

    /// <summary>Responses may be large.</summary>
    private const int Queries = 20;

    public static void Register(IBusRegistrationConfigurator bus)
    {
        bus.AddCommand<SpawnInstance, InstanceHandlers>((instances, message, token) => instances.SpawnAsync(message, token), Commands);
        bus.AddCommand<ConfigureInstance, InstanceHandlers>((instances, message, token) => instances.WriteAsync(InstanceCommand.Of(message), token), Commands);
        bus.AddCommand<ChangeInstanceStatus, InstanceHandlers>((instances, message, token) => instances.WriteAsync(InstanceCommand.Of(message), token), Commands);
        bus.AddCommand<DeleteInstance, InstanceHandlers>((instances, message, token) => instances.DeleteAsync(message, token), Commands);
        bus.AddQuery<GetInstance, InstanceQueries>((instances, query, token) => instances.GetAsync(query, token), Queries);
        bus.AddQuery<ListInstances, InstanceQueries>((instances, query, token) => instances.ListAsync(query, token), Queries);
    }

    private async Task<object> SpawnAsync(SpawnInstance message, CancellationToken cancellationToken) =>
        await WriteAsync(InstanceCommand.Of(message, limits, policy), cancellationToken) is var response && response is Missing
            ? new Missing(
                new DefinitionNotFound { Workspace = message.Workspace, Slug = message.Definition, Version = message.DefinitionVersion },
                $"there is no definition '{message.Definition}' in workspace '{message.Workspace}', or it has no such version or label")
            : response;

    /// <summary>That it no longer exists is what was asked for: a command without effect is no fault, and waits for nothing.</summary>
    private async Task<object> DeleteAsync(DeleteInstance message, CancellationToken cancellationToken) =>
        await WriteAsync(InstanceCommand.Of(message), cancellationToken) is var response && response is Missing missing ? missing.Response : response;

    private async Task<object> WriteAsync(InstanceCommand command, CancellationToken cancellationToken)
    {
        var (key, decision) = (command.Key, await writer.WriteAsync(command, cancellationToken));
        return decision switch
        {
            { Faults.Count: > 0 } => new Refused(new RequestRejected { Faults = decision.Faults }, decision.Faults.Describe()),
            { Refusal: { } reason } => new Refused(
                new InstanceConflict
                {
                    Workspace = key.Workspace,
                    InstanceId = key.Id,
                    Reason = reason,
                    Limit = reason == InstanceConflictReason.Full ? policy.MaxPerWorkspace : null,
                    Status = reason == InstanceConflictReason.Status ? decision.Status : null,
                    CurrentRevision = reason == InstanceConflictReason.Revision ? decision.State?.Revision : null,
                },
                $"instance '{key.Id}' in workspace '{key.Workspace}' is refused: {reason}"),
            { Outcome: { } outcome } => Accepted(key, outcome, decision),
            _ => new Missing(NotFound(key), $"there is no instance '{key.Id}' in workspace '{key.Workspace}'"),
        };
    }

    private static InstanceNotFound NotFound(InstanceKey key) => new() { Workspace = key.Workspace, InstanceId = key.Id };

    private static InstanceAccepted Accepted(InstanceKey key, InstanceOutcome outcome, InstanceDecision decision)
    {
        var state = outcome == InstanceOutcome.Deleted ? null : decision.State;
        return new()
        {
            Workspace = key.Workspace,
            InstanceId = key.Id,
            Outcome = outcome,
            Definition = state?.Definition ?? "",
            DefinitionVersion = state?.Version ?? 0,
            Status = state is null ? AgentStatus.Offline : decision.Status,
            Revision = decision.State?.Revision ?? 0,
        };
    }
}
