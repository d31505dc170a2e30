using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Agents;

/// <summary>An agent as it is stored: its state, and the registration as it was sent.</summary>
public sealed record AgentRecord(AgentState State, RegisterAgent Registration)
{
    /// <summary>The agent as everyone outside sees it.</summary>
    public Agent ToAgent(DateTimeOffset? lastActiveAt = null) => new()
    {
        Id = State.Id,
        Name = Registration.Name,
        Type = Registration.Type,
        Description = Registration.Description,
        BaseUrl = Registration.BaseUrl,
        Capabilities = Registration.Capabilities,
        Tags = Registration.Tags,
        Metadata = Registration.Metadata,
        Factory = Registration.Factory,
        Version = Registration.Version,
        Workspace = State.Workspace,
        Project = Registration.Project,
        Owner = Registration.Owner,
        HeartbeatIntervalSeconds = State.IntervalSeconds,
        LeaseSeconds = State.LeaseSeconds,
        Status = State.Status,
        Health = State.Health,
        HealthReason = State.HealthReason,
        Enabled = State.Enabled,
        Draining = State.Draining,
        RegisteredAt = State.RegisteredAt,
        UpdatedAt = State.UpdatedAt,
        LastActiveAt = lastActiveAt,
        Revision = State.Revision,
    };
}
