using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage.Definitions;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Definitions;

/// <summary>What a caller is told of a committed command on a definition, or of a question.</summary>
internal static class DefinitionResponses
{
    public static Task AnswerDefinitionAsync(this ConsumeContext context, DefinitionCommand command, DefinitionDecision decision) => decision switch
    {
        { Refusal: { } reason } => context.RefuseAsync(
            new DefinitionConflict
            {
                Workspace = command.Key.Workspace,
                Slug = command.Key.Slug,
                Reason = reason,
                CurrentVersion = decision.State?.CurrentVersion ?? 0,
                Instances = decision.Instances,
            },
            $"definition '{command.Key.Slug}' in workspace '{command.Key.Workspace}', which has version "
            + $"{decision.State?.CurrentVersion ?? 0}, does not take it: {reason}"),
        { Outcome: { } outcome } => context.AnswerAsync(Accepted(command.Key, outcome, decision)),
        _ when context.ResponseAddress is null => throw new DefinitionMissingException(command.Key),
        _ => context.AnswerMissingAsync(command),
    };

    public static Task AnswerMissingAsync(this ConsumeContext context, DefinitionCommand command) => context.AnswerAsync(Missing(command.Key, command.Version));

    /// <summary>Answers a question with what was found, or that there is no such definition, version or label.</summary>
    public static Task AnswerFoundAsync<TAnswer>(this ConsumeContext context, DefinitionKey key, string? version, TAnswer? found)
        where TAnswer : class =>
        found is null ? context.AnswerAsync(Missing(key, version)) : context.AnswerAsync(found);

    private static DefinitionNotFound Missing(DefinitionKey key, string? version) => new() { Workspace = key.Workspace, Slug = key.Slug, Version = version };

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

/// <summary>
/// A label may overtake the message that saves its version, for each has a queue of its own: it is tried again for some seconds, and
/// ends in the error queue only then.
/// </summary>
internal sealed class DefinitionMissingException(DefinitionKey key)
    : Exception($"there is no definition '{key.Slug}' in workspace '{key.Workspace}', or it has no such version or label");
