using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Registrations;

namespace AgentRegistry.RegistryWorker.Agents;

/// <summary>What a command on one agent comes to.</summary>
/// <param name="Outcome">For the caller.</param>
/// <param name="Next">What is to be stored; null when nothing is.</param>
/// <param name="Change">What others are told; null when nobody need know.</param>
/// <param name="Step">How its registration came to be what it is; null when it is as it was.</param>
internal sealed partial record AgentDecision(AgentOutcome Outcome, AgentRecord? Next = null, AgentChange? Change = null, RegistrationStep? Step = null)
{
    public static AgentDecision Nothing(AgentOutcome outcome) => new(outcome);

    public static AgentDecision Decide(AgentRecord? current, ChangeAgentStatus message, DateTimeOffset now)
    {
        if (Refuse(current, message.ExpectedRevision) is { } refusal)
        {
            return refusal;
        }

        var before = current!.State;
        if (message.SentAt < before.StatusCommandedAt)
        {
            return AgentDecision.Nothing(AgentOutcome.Stale);
        }

        var after = before with
        {
            StatusCommandedAt = message.SentAt,
            ReportedStatus = message.Status ?? before.ReportedStatus,
            Enabled = message.Enabled ?? before.Enabled,
            Draining = message.Draining ?? before.Draining,
        };
        if (message.Status is not null)
        {
            after = HealthDecision.After(after, HealthSignal.StatusSet, now, message.Reason);
        }

        var isTheSame = after with { StatusCommandedAt = before.StatusCommandedAt } == before;
        return isTheSame
            ? new AgentDecision(AgentOutcome.Unchanged, current with { State = after })
            : new AgentDecision(AgentOutcome.Updated, current with { State = after with { UpdatedAt = now } }, AgentChange.StateChanged);
    }

    public static AgentDecision Decide(AgentRecord? current, UpdateAgentCapabilities message, DateTimeOffset now)
    {
        if (Refuse(current, message.ExpectedRevision) is { } refusal)
        {
            return refusal;
        }

        if (message.SentAt < current!.State.CapabilitiesCommandedAt)
        {
            return AgentDecision.Nothing(AgentOutcome.Stale);
        }

        var registration = current.Registration with { Capabilities = message.Capabilities };
        var state = current.State with { CapabilitiesCommandedAt = message.SentAt };
        return registration.SaysTheSameAs(current.Registration)
            ? new AgentDecision(AgentOutcome.Unchanged, current with { State = state })
            : new AgentDecision(
                AgentOutcome.Updated,
                new AgentRecord(state with { UpdatedAt = now }, registration),
                AgentChange.Updated,
                RegistrationStep.Between(current.Registration, registration, RegistrationOrigin.Capabilities, message.ChangedBy));
    }

    /// <param name="current">The agent as it is.</param>
    /// <param name="message">The command.</param>
    /// <param name="version">The registration of the version that it names.</param>
    /// <param name="now">The registry's time.</param>
    public static AgentDecision Decide(AgentRecord? current, RestoreRegistration message, RegisterAgent version, DateTimeOffset now)
    {
        if (Refuse(current, message.ExpectedRevision) is { } refusal)
        {
            return refusal;
        }

        if (message.SentAt < current!.State.CapabilitiesCommandedAt)
        {
            return AgentDecision.Nothing(AgentOutcome.Stale);
        }

        // What the agent says of itself is measured against its own last message, which this is none of.
        var before = current.Registration;
        var registration = version with { MessageId = before.MessageId, SentAt = before.SentAt, StartedAt = before.StartedAt, Status = before.Status };
        var state = current.State with { CapabilitiesCommandedAt = message.SentAt, IntervalSeconds = registration.HeartbeatIntervalSeconds };
        return registration.SaysTheSameAs(before)
            ? new AgentDecision(AgentOutcome.Unchanged, current with { State = state })
            : new AgentDecision(
                AgentOutcome.Updated,
                new AgentRecord(state with { UpdatedAt = now }, registration),
                AgentChange.Updated,
                RegistrationStep.Between(before, registration, RegistrationOrigin.Restored, message.ChangedBy, message.Version));
    }

    public static AgentDecision Decide(AgentRecord? current, DeleteAgent message, DateTimeOffset now)
    {
        if (Refuse(current, message.ExpectedRevision) is { } refusal)
        {
            return refusal;
        }

        // Late: an older word than the last command; or the very message that deleted it before, after the agent has come back.
        if (message.SentAt <= current!.State.StatusCommandedAt)
        {
            return AgentDecision.Nothing(AgentOutcome.Stale);
        }

        // Times of the agent's own clock stay: a registration that is still under way must not bring the agent back.
        var state = HealthDecision.After(current.State, HealthSignal.Deleted, now) with
        {
            StatusCommandedAt = message.SentAt,
            CapabilitiesCommandedAt = message.SentAt,
            UpdatedAt = now,
            DeletedAt = now,
        };
        var nothing = new RegisterAgent { AgentId = state.Id, SentAt = state.SentAt, Workspace = state.Workspace };
        return new AgentDecision(AgentOutcome.Deleted, new AgentRecord(state, nothing), AgentChange.Deleted);
    }

    private static AgentDecision? Refuse(AgentRecord? current, long? expectedRevision) => current switch
    {
        null or { State.Exists: false } => AgentDecision.Nothing(AgentOutcome.NotFound),
        _ when expectedRevision is { } expected && expected != current.State.Revision => AgentDecision.Nothing(AgentOutcome.RevisionConflict),
        _ => null,
    };
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
