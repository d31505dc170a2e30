using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using MassTransit;

namespace AgentRegistry.RegistryWorker.Registration;

/// <summary>What a caller is told of a committed command on one agent.</summary>
internal static class AgentResponses
{
    public static Task AnswerCommandAsync(this ConsumeContext context, string agentId, AgentCommitted committed) => committed switch
    {
        { Outcome: AgentOutcome.RevisionConflict, State: { } state } => context.RefuseAsync(
            new RevisionConflict { AgentId = agentId, CurrentRevision = state.Revision }, $"agent '{agentId}' has revision {state.Revision}"),

        // No fault of the message: the agent may have been deleted while it was under way.
        { Outcome: AgentOutcome.NotFound } => context.AnswerAsync(new AgentNotFound { AgentId = agentId }),
        _ => context.AnswerAsync(committed.ToAccepted(agentId)),
    };

    public static AgentAccepted ToAccepted(this AgentCommitted committed, string agentId) => new()
    {
        AgentId = agentId,
        Outcome = committed.Outcome,
        Revision = committed.State?.Revision ?? 0,
        HeartbeatIntervalSeconds = committed.State is { Exists: true } ? committed.State.IntervalSeconds : 0,
        LeaseSeconds = committed.State is { Exists: true } ? committed.State.LeaseSeconds : 0,
    };

    public static AgentResult ToResult(this AgentCommitted committed, string agentId) =>
        new() { AgentId = agentId, Outcome = committed.Outcome, Revision = committed.State?.Revision ?? 0 };
}
