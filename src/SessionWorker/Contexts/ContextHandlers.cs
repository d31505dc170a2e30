using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage.Contexts;
using AgentRegistry.Storage.Queries;
using MassTransit;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>The commands and queries on contexts that come over the bus, and their responses.</summary>
internal sealed class ContextHandlers(ContextWriter writer, Limits limits)
{
    public static void Register(IBusRegistrationConfigurator bus)
    {
        bus.AddCommand<WriteContext, ContextHandlers>((contexts, message, token) => contexts.WriteAsync(ContextCommand.Of(message), token), prefetch: 200);
        bus.AddCommand<RollbackContext, ContextHandlers>((contexts, message, token) => contexts.WriteAsync(ContextCommand.Of(message), token), prefetch: 50);
        bus.AddCommand<NameCheckpoint, ContextHandlers>((contexts, message, token) => contexts.NameAsync(message, token), prefetch: 50);
        bus.AddCommand<RemoveCheckpoint, ContextHandlers>((contexts, message, token) => contexts.RemoveAsync(ContextCommand.Of(message), token), prefetch: 50);
        bus.AddCommand<DeleteContext, ContextHandlers>((contexts, message, token) => contexts.RemoveAsync(ContextCommand.Of(message), token), prefetch: 50);

        // Few at once: a response may be megabytes.
        bus.AddQuery<GetContext, ContextQueries>((contexts, query, token) => contexts.GetAsync(query, token), prefetch: 20);
        bus.AddQuery<ListContexts, ContextQueries>((contexts, query, token) => contexts.ListAsync(query, token), prefetch: 20);
        bus.AddQuery<ListContextVersions, ContextQueries>((contexts, query, token) => contexts.ListVersionsAsync(query, token), prefetch: 20);
        bus.AddQuery<DiffContext, ContextQueries>((contexts, query, token) => contexts.DiffAsync(query, token), prefetch: 20);
    }

    private Task<object> NameAsync(NameCheckpoint message, CancellationToken cancellationToken) =>
        WriteAsync(ContextCommand.Of(message, limits), cancellationToken);

    /// <summary>What does not exist is removed as requested: a plain message does not fail, since it may be a repeat.</summary>
    private async Task<object> RemoveAsync(ContextCommand command, CancellationToken cancellationToken)
    {
        var response = await WriteAsync(command, cancellationToken);
        return response is Missing missing ? missing.Response : response;
    }

    private async Task<object> WriteAsync(ContextCommand command, CancellationToken cancellationToken)
    {
        var (key, decision) = (command.Key, await writer.WriteAsync(command, cancellationToken));
        var version = decision.State?.CurrentVersion ?? 0;
        return decision switch
        {
            { Refusal: { } reason } => new Refused(
                new ContextConflict
                {
                    Workspace = key.Workspace,
                    AgentId = key.AgentId,
                    Name = key.Name,
                    Reason = reason,
                    CurrentVersion = version,
                    RollbackState = command.IsRollback ? RollbackState.Failed : null,
                },
                $"context '{key.Name}' of agent '{key.AgentId}' in workspace '{key.Workspace}', now at version {version}, refuses the command: {reason}"),
            { Outcome: { } outcome } => new ContextAccepted
            {
                Workspace = key.Workspace,
                AgentId = key.AgentId,
                Name = key.Name,
                Outcome = outcome,
                Version = outcome == ContextOutcome.Deleted ? 0 : decision.Version ?? 0,
                RollbackPointer = decision.RollbackPointer,
                RollbackState = decision.RollbackPointer is null ? null : RollbackState.Success,
                Revision = decision.State?.Revision ?? 0,
            },
            _ => new Missing(
                new ContextNotFound
                {
                    Workspace = key.Workspace,
                    AgentId = key.AgentId,
                    Name = key.Name,
                    Version = command.Version,
                    Checkpoint = command.Checkpoint,
                    RollbackState = command.IsRollback ? RollbackState.Failed : null,
                },
                $"context '{key.Name}' of agent '{key.AgentId}' does not exist in workspace '{key.Workspace}', or has no such version or checkpoint"),
        };
    }
}
