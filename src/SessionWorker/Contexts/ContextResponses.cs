using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage.Contexts;
using MassTransit;

namespace AgentRegistry.SessionWorker.Contexts;

/// <summary>What a caller is told of a committed command on a context, or of a question.</summary>
internal static class ContextResponses
{
    public static Task AnswerContextAsync(this ConsumeContext context, ContextCommand command, ContextCommitted committed) => committed switch
    {
        { Refusal: { } reason } => context.RefuseAsync(
            new ContextConflict
            {
                Workspace = command.Key.Workspace,
                AgentId = command.Key.AgentId,
                Name = command.Key.Name,
                Reason = reason,
                CurrentVersion = committed.State?.CurrentVersion ?? 0,
                RollbackState = command.IsRollback ? RollbackState.Failed : null,
            },
            $"context '{command.Key.Name}' of agent '{command.Key.AgentId}' in workspace '{command.Key.Workspace}', which has version "
            + $"{committed.State?.CurrentVersion ?? 0}, does not take it: {reason}"),
        { Outcome: { } outcome } => context.AnswerAsync(Accepted(command.Key, outcome, committed)),
        _ when context.ResponseAddress is null => throw new ContextMissingException(command.Key),
        _ => context.AnswerMissingAsync(command),
    };

    /// <summary>Answers a question with what was found, or that there is no such context, version or checkpoint.</summary>
    public static Task AnswerFoundAsync<TAnswer>(this ConsumeContext context, ContextKey key, int? version, string? checkpoint, TAnswer? found)
        where TAnswer : class =>
        found is null ? context.AnswerAsync(Missing(key, version, checkpoint)) : context.AnswerAsync(found);

    public static Task AnswerMissingAsync(this ConsumeContext context, ContextCommand command) => context.AnswerAsync(
        Missing(command.Key, command.Version, command.Checkpoint) with { RollbackState = command.IsRollback ? RollbackState.Failed : null });

    private static ContextNotFound Missing(ContextKey key, int? version, string? checkpoint) =>
        new() { Workspace = key.Workspace, AgentId = key.AgentId, Name = key.Name, Version = version, Checkpoint = checkpoint };

    private static ContextAccepted Accepted(ContextKey key, ContextOutcome outcome, ContextCommitted committed) => new()
    {
        Workspace = key.Workspace,
        AgentId = key.AgentId,
        Name = key.Name,
        Outcome = outcome,
        Version = outcome == ContextOutcome.Deleted ? 0 : committed.Version,
        RollbackPointer = committed.RollbackPointer,
        RollbackState = committed.RollbackPointer is null ? null : RollbackState.Success,
        Revision = committed.State?.Revision ?? 0,
    };
}

/// <summary>
/// A rollback or a checkpoint may overtake the message that writes its version, for each has a queue of its own: it is tried again
/// for some seconds, and ends in the error queue only then.
/// </summary>
internal sealed class ContextMissingException(ContextKey key)
    : Exception($"there is no context '{key.Name}' of agent '{key.AgentId}' in workspace '{key.Workspace}', or it has no such version or checkpoint");
