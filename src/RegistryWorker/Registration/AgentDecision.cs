using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Registrations;

namespace AgentRegistry.RegistryWorker.Registration;

/// <summary>What a command on one agent comes to.</summary>
/// <param name="Outcome">For the caller.</param>
/// <param name="Next">What is to be stored; null when nothing is.</param>
/// <param name="Change">What others are told; null when nobody need know.</param>
/// <param name="Step">How its registration came to be what it is; null when it is as it was.</param>
internal sealed record AgentDecision(AgentOutcome Outcome, AgentRecord? Next = null, AgentChange? Change = null, RegistrationStep? Step = null)
{
    public static AgentDecision Nothing(AgentOutcome outcome) => new(outcome);
}

/// <summary>How one version of a registration follows another.</summary>
/// <param name="Origin">What made it.</param>
/// <param name="By">Who did; null where nobody was named.</param>
/// <param name="Changed">The fields that differ.</param>
/// <param name="RestoredFrom">The version that it restores; null where it restores none.</param>
internal sealed record RegistrationStep(RegistrationOrigin Origin, string? By, IReadOnlyList<string> Changed, int? RestoredFrom = null)
{
    public static RegistrationStep Between(
        RegisterAgent before, RegisterAgent after, RegistrationOrigin origin, string? by, int? restoredFrom = null) =>
        new(origin, by, RegistrationComparison.Changed(before, after), restoredFrom);
}
