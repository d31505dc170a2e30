using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;

namespace AgentRegistry.RegistryWorker.Registration;

/// <summary>What a command on one agent comes to.</summary>
/// <param name="Outcome">For the caller.</param>
/// <param name="Next">What is to be stored; null when nothing is.</param>
/// <param name="Change">What others are told; null when nobody need know.</param>
internal sealed record AgentDecision(AgentOutcome Outcome, AgentRecord? Next = null, AgentChange? Change = null)
{
    public static AgentDecision Nothing(AgentOutcome outcome) => new(outcome);
}
