using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Agents;

/// <summary>
/// What of an agent changes between registrations. Kept apart from the registration, which can be 60 KB and does not change
/// when ten thousand agents go offline at once.
/// </summary>
public sealed record AgentState
{
    public required string Id { get; init; }

    public string Workspace { get; init; } = Defaults.Workspace;

    public int IntervalSeconds { get; init; } = Defaults.HeartbeatIntervalSeconds;

    /// <summary>When the agent's process started, by the agent's clock; null when it never said.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the last accepted registration was sent, by the agent's clock.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>What the agent last said of itself.</summary>
    public AgentStatus ReportedStatus { get; init; }

    /// <summary>When it said so, by the agent's clock: an older word changes nothing.</summary>
    public DateTimeOffset ReportedAt { get; init; }

    public AgentHealth Health { get; init; }

    public string HealthReason { get; init; } = "";

    /// <summary>Since when, by the registry's clock: a transition that was decided on an older view changes nothing.</summary>
    public DateTimeOffset HealthSince { get; init; }

    public bool Enabled { get; init; } = true;

    public bool Draining { get; init; }

    /// <summary>The last heartbeat as of the last transition; the fresh one is in the presence store.</summary>
    public DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>When the last accepted status command was sent, by the callers' clock.</summary>
    public DateTimeOffset? StatusCommandedAt { get; init; }

    /// <summary>When the last accepted change of capabilities was sent, by the callers' clock.</summary>
    public DateTimeOffset? CapabilitiesCommandedAt { get; init; }

    public DateTimeOffset RegisteredAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public long Revision { get; init; }

    /// <summary>The number of its registration's current version; it goes on where the agent is deleted and comes back.</summary>
    public int RegistrationVersion { get; init; }

    /// <summary>Set when the agent was deleted. The row stays, so that a late registration does not bring the agent back.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>A heartbeat is good for two intervals.</summary>
    public int LeaseSeconds => IntervalSeconds * 2;

    /// <summary>Who is offline is so whatever it last said.</summary>
    public AgentStatus Status => Health == AgentHealth.Offline ? AgentStatus.Offline : ReportedStatus;

    public bool Exists => DeletedAt is null;

    public AgentReport Report => new(Id, Workspace, ReportedStatus, ReportedAt, Exists);
}
