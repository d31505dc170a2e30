using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Agents;

/// <summary>The event of a change, from the state that the change led to.</summary>
public static class AgentStateChange
{
    public static AgentChanged ToChange(this AgentState state, AgentChange change, Agent? agent = null) => new()
    {
        EventId = Guid.CreateVersion7(state.UpdatedAt),
        Revision = state.Revision,
        Change = change,
        AgentId = state.Id,
        Workspace = state.Workspace,
        Status = state.Status,
        Health = state.Health,
        HealthReason = state.HealthReason,
        Enabled = state.Enabled,
        Draining = state.Draining,
        Timestamp = state.UpdatedAt,
        Agent = agent,
    };

    /// <summary>True when an agent's own words are the same, whenever and as which message they were sent.</summary>
    public static bool SaysTheSameAs(this RegisterAgent registration, RegisterAgent other) =>
        StoredRegistration.Write(WithoutEnvelope(registration)) == StoredRegistration.Write(WithoutEnvelope(other));

    /// <summary>What tells one message from another is not in it.</summary>
    internal static RegisterAgent WithoutEnvelope(this RegisterAgent registration) => registration with
    {
        MessageId = Guid.Empty,
        SentAt = default,
        StartedAt = null,
        Status = null,
        ChangedBy = null,
    };
}
