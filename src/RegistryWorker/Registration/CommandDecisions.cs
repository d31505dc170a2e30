using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Heartbeats;
using AgentRegistry.Storage.Agents;

namespace AgentRegistry.RegistryWorker.Registration;

/// <summary>What the commands on a registered agent do to it.</summary>
internal static class CommandDecisions
{
    public const string Left = "left";

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
        after = WithHealth(after, message, now);
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
        var state = current.State with
        {
            StatusCommandedAt = message.SentAt,
            CapabilitiesCommandedAt = message.SentAt,
            Health = AgentHealth.Offline,
            HealthReason = "deleted",
            HealthSince = now,
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

    private static AgentState WithHealth(AgentState state, ChangeAgentStatus message, DateTimeOffset now) => (message.Status, state.Health) switch
    {
        (AgentStatus.Offline, not AgentHealth.Offline) => state with
        {
            Health = AgentHealth.Offline,
            HealthReason = message.Reason is null ? Left : $"{Left}: {message.Reason}",
            HealthSince = now,
        },
        (AgentStatus.Error, AgentHealth.Healthy) => state with
        {
            Health = AgentHealth.Unhealthy,
            HealthReason = message.Reason is null ? HeartbeatDecision.ReportsError : $"{HeartbeatDecision.ReportsError}: {message.Reason}",
            HealthSince = now,
        },
        (not null and not AgentStatus.Error, AgentHealth.Unhealthy) => state with
        {
            Health = AgentHealth.Healthy,
            HealthReason = HeartbeatDecision.Fresh,
            HealthSince = now,
        },
        _ => state,
    };
}
