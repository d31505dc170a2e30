using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Agents;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Legacy;

/// <summary>A registration as the seeds' client sends it: <c>agent_id</c> and <c>agent_name</c> in place of <c>id</c> and <c>name</c>.</summary>
internal sealed record LegacyRegistration : AgentRegistration
{
    /// <summary>What the body calls the fields of <see cref="RegisterAgent"/>.</summary>
    public static FieldNames SeedFields { get; } = new(("name", "agent_name"));

    /// <summary>1–128 of letters, digits, <c>. _ : -</c>. Required; unique in the registry.</summary>
    public TextOrNumber? AgentId { get; init; }

    /// <summary>1–128 characters. Required.</summary>
    public string? AgentName { get; init; }

    public override RegisterAgent ToCommand(Guid messageId, DateTimeOffset sentAt) => base.ToCommand(messageId, sentAt) with
    {
        AgentId = AgentId?.Text ?? Id?.Text ?? "",
        Name = AgentName ?? Name ?? "",
    };
}

/// <summary>How an agent is, as the seeds' clients read it.</summary>
internal sealed record LegacyHealth
{
    /// <summary>Who.</summary>
    public required string AgentId { get; init; }

    /// <summary>The derived health: <c>healthy</c>, <c>suspect</c>, <c>unhealthy</c>, <c>offline</c> or <c>unknown</c>.</summary>
    public required AgentHealth Status { get; init; }

    /// <summary>The status that the agent reported.</summary>
    public required AgentStatus ReportedStatus { get; init; }

    /// <summary>Why, in plain words.</summary>
    public required string Reason { get; init; }

    /// <summary>When the registry last received a heartbeat; absent when none came.</summary>
    public DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>When the agent will be offline unless another comes; absent when it is.</summary>
    public DateTimeOffset? LeaseExpiresAt { get; init; }

    public static LegacyHealth Of(AgentHealthReport report) => new()
    {
        AgentId = report.AgentId,
        Status = report.Health,
        ReportedStatus = report.Status,
        Reason = report.Reason,
        LastHeartbeat = report.LastHeartbeat,
        LeaseExpiresAt = report.LeaseExpiresAt,
    };
}
