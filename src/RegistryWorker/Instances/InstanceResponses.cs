using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Storage.Instances;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Instances;

/// <summary>What a caller is told of a committed command on an instance.</summary>
internal static class InstanceResponses
{
    /// <summary>Answers what was done, or why nothing was; false where there is no such instance or definition.</summary>
    public static async Task<bool> TryAnswerInstanceAsync(this ConsumeContext context, InstanceKey key, InstanceDecision decision, int most)
    {
        switch (decision)
        {
            case { Faults.Count: > 0 }:
                await context.RefuseAsync(new RequestRejected { Faults = decision.Faults }, decision.Faults.Describe());
                return true;
            case { Refusal: { } reason }:
                await context.RefuseAsync(Conflict(key, reason, decision, most), $"instance '{key.Id}' in workspace '{key.Workspace}' is refused: {reason}");
                return true;
            case { Outcome: { } outcome }:
                await context.AnswerAsync(Accepted(key, outcome, decision));
                return true;
            default:
                return false;
        }
    }

    public static Task AnswerMissingAsync(this ConsumeContext context, InstanceKey key) =>
        context.AnswerAsync(new InstanceNotFound { Workspace = key.Workspace, InstanceId = key.Id });

    private static InstanceConflict Conflict(InstanceKey key, InstanceConflictReason reason, InstanceDecision decision, int most) => new()
    {
        Workspace = key.Workspace,
        InstanceId = key.Id,
        Reason = reason,
        Limit = reason == InstanceConflictReason.Full ? most : null,
        Status = reason == InstanceConflictReason.Status ? decision.Status : null,
        CurrentRevision = reason == InstanceConflictReason.Revision ? decision.State?.Revision : null,
    };

    private static InstanceAccepted Accepted(InstanceKey key, InstanceOutcome outcome, InstanceDecision decision)
    {
        var isThere = decision.State is not null && outcome != InstanceOutcome.Deleted;
        return new()
        {
            Workspace = key.Workspace,
            InstanceId = key.Id,
            Outcome = outcome,
            Definition = isThere ? decision.State!.Definition : "",
            DefinitionVersion = isThere ? decision.State!.Version : 0,
            Status = isThere ? decision.Status : AgentStatus.Offline,
            Revision = decision.State?.Revision ?? 0,
        };
    }
}

/// <summary>
/// A command may overtake the message that makes its instance or definition, for each has a queue of its own: it is tried again for
/// some seconds, and ends in the error queue only then.
/// </summary>
internal sealed class InstanceMissingException(string what) : Exception(what);
