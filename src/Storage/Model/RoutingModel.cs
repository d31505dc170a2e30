using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Model;

/// <summary>What an agent answered well: the queries that routing learns from. It outlives its session, and not whoever deletes it.</summary>
internal sealed class AnsweredQueryRow
{
    public required string Workspace { get; init; }

    public required string SessionId { get; init; }

    public Guid InvocationId { get; init; }

    public required string AgentId { get; init; }

    public required string Query { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public long Revision { get; init; }
}

/// <summary>Who was chosen for what, and why.</summary>
internal sealed class RouteRow
{
    public required string Workspace { get; init; }

    public Guid RouteId { get; init; }

    public DateTimeOffset DecidedAt { get; init; }

    public required string Decision { get; init; }
}

internal static class RoutingModel
{
    public static void Build(StoreModel store)
    {
        var evidence = store.Table<AnsweredQueryRow>("registry", "evidence").KeptInKey();
        evidence.HasKey(row => new { row.Workspace, row.SessionId, row.InvocationId }).HasName("pk_evidence");
        evidence.HasIndex(row => row.Revision, "uq_evidence_revision").IsUnique();
        evidence.HasIndex(row => new { row.Workspace, row.AgentId, row.Revision }, "ix_evidence_agent").IsDescending(false, false, true);
        evidence.HasIndex(row => row.RecordedAt, "ix_evidence_recorded");

        var route = store.Table<RouteRow>("registry", "route").KeptInKey();
        route.HasKey(row => new { row.Workspace, row.RouteId }).HasName("pk_route");
        route.Property<string?>(nameof(RouteRow.Decision)).IsJson(store);
        route.HasIndex(row => row.DecidedAt, "ix_route_decided");
    }
}
