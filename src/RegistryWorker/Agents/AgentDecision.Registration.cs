using AgentRegistry.Contracts;
using AgentRegistry.RegistryWorker.Presence;
using AgentRegistry.Storage.Agents;

namespace AgentRegistry.RegistryWorker.Agents;

/// <content>What a registration does to an agent.</content>
internal sealed partial record AgentDecision
{
    public static AgentDecision Decide(AgentRecord? current, RegisterAgent message, DateTimeOffset now)
    {
        if (current is null)
        {
            return New(message, now);
        }

        if (IsOlder(message, current.State) || (!current.State.Exists && message.SentAt == current.State.SentAt))
        {
            return AgentDecision.Nothing(AgentOutcome.Stale);
        }

        if (!current.State.Exists)
        {
            return New(message, now, current.State);
        }

        if (message.Workspace != current.State.Workspace)
        {
            return AgentDecision.Nothing(AgentOutcome.Conflict);
        }

        if (message.SentAt == current.State.SentAt)
        {
            // The same message again; or another one of the same moment, and then the first one stays.
            return AgentDecision.Nothing(message.SaysTheSameAs(current.Registration) ? AgentOutcome.Unchanged : AgentOutcome.Stale);
        }

        return Renewed(current, message, now);
    }

    private static AgentDecision New(RegisterAgent message, DateTimeOffset now, AgentState? deleted = null)
    {
        var state = new AgentState
        {
            Id = message.AgentId,
            Workspace = message.Workspace,
            IntervalSeconds = message.HeartbeatIntervalSeconds,
            StartedAt = message.StartedAt,
            SentAt = message.SentAt,
            ReportedStatus = message.Status ?? AgentStatus.Idle,
            ReportedAt = message.SentAt,
            Health = AgentHealth.Unknown,
            RegisteredAt = now,
            UpdatedAt = now,

            // Commands from before its deletion that are delivered again are still old.
            StatusCommandedAt = deleted?.StatusCommandedAt,
            CapabilitiesCommandedAt = deleted?.CapabilitiesCommandedAt,
            RegistrationVersion = deleted?.RegistrationVersion ?? 0,
        };
        return new AgentDecision(
            AgentOutcome.Registered,
            new AgentRecord(HealthDecision.After(state, HealthSignal.Restarted, now), message),
            AgentChange.Registered,
            new RegistrationStep(RegistrationOrigin.Registered, message.ChangedBy, []));
    }

    private static AgentDecision Renewed(AgentRecord current, RegisterAgent message, DateTimeOffset now)
    {
        var before = current.State;
        var restarted = message.StartedAt is not null && message.StartedAt != before.StartedAt;

        // A heartbeat that was sent later may have been here first: its word on the status stays.
        var said = message.SentAt > before.ReportedAt ? message.Status ?? (restarted ? AgentStatus.Idle : null) : null;
        var after = before with
        {
            IntervalSeconds = message.HeartbeatIntervalSeconds,
            StartedAt = message.StartedAt ?? before.StartedAt,
            SentAt = message.SentAt,
            ReportedStatus = said ?? (before.ReportedStatus == AgentStatus.Offline ? AgentStatus.Idle : before.ReportedStatus),
            ReportedAt = said is null ? before.ReportedAt : message.SentAt,
        };

        after = HealthDecision.After(after, restarted ? HealthSignal.Restarted : HealthSignal.Registered, now);
        var saysTheSame = message.SaysTheSameAs(current.Registration);
        var isTheSame = saysTheSame && after.Status == before.Status && after.Health == before.Health;
        return isTheSame
            // Stored without an event, so that one sent in between and arriving later is known to be older.
            ? new AgentDecision(AgentOutcome.Unchanged, new AgentRecord(after, message))
            : new AgentDecision(
                AgentOutcome.Updated,
                new AgentRecord(after with { UpdatedAt = now }, message),
                AgentChange.Updated,
                saysTheSame ? null : RegistrationStep.Between(current.Registration, message, RegistrationOrigin.Updated, message.ChangedBy));
    }

    private static bool IsOlder(RegisterAgent message, AgentState state) =>
        message.StartedAt < state.StartedAt || message.SentAt < state.SentAt;
}
