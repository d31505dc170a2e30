using AgentRegistry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Model;

/// <summary>An agent. Its rows are written by set-based statements; here are the columns that others join.</summary>
internal sealed class AgentRow
{
    public required string Id { get; init; }

    public string Workspace { get; init; } = "";

    public int IntervalSeconds { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public AgentStatus ReportedStatus { get; init; }

    public DateTimeOffset? ReportedAt { get; init; }

    public AgentHealth Health { get; init; }

    public string HealthReason { get; init; } = "";

    public DateTimeOffset? HealthSince { get; init; }

    public bool Enabled { get; init; }

    public bool Draining { get; init; }

    public DateTimeOffset? LastHeartbeat { get; init; }

    public DateTimeOffset? StatusCommandedAt { get; init; }

    public DateTimeOffset? CapabilitiesCommandedAt { get; init; }

    public DateTimeOffset? RegisteredAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public long Revision { get; init; }

    /// <summary>Set when the agent was deleted. The row stays, so that a late registration does not bring the agent back.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    public int RegistrationVersion { get; init; }

    /// <summary>As it was sent, in the bus's JSON. Null only within the transaction that reserves the id.</summary>
    public string? Registration { get; init; }
}

internal static class AgentModel
{
    public static void Build(StoreModel store)
    {
        var agent = store.Table<AgentRow>("registry", "agent").KeptInKey().Updated();
        agent.HasKey(row => row.Id).HasName("pk_agent");

        // For the composite foreign keys of what belongs to an agent: a row of another workspace cannot refer to it.
        agent.HasAlternateKey(row => new { row.Workspace, row.Id }).HasName("uq_agent_workspace");
        agent.Property(row => row.Registration).IsJson(store);

        // What a reserved row has until it is registered.
        agent.Property(row => row.Workspace).HasDefaultValue(Defaults.Workspace);
        agent.Property(row => row.IntervalSeconds).HasDefaultValue(Defaults.HeartbeatIntervalSeconds);
        agent.Property(row => row.ReportedStatus).HasDefaultValue(AgentStatus.Idle);
        agent.Property(row => row.Health).HasDefaultValue(AgentHealth.Unknown);
        agent.Property(row => row.HealthReason).HasDefaultValue("");
        agent.Property(row => row.Enabled).HasDefaultValue(true);
        agent.Property(row => row.Draining).HasDefaultValue(false);
        agent.Property(row => row.Revision).HasDefaultValue(0L);
        agent.Property(row => row.RegistrationVersion).HasDefaultValue(0);
    }
}
