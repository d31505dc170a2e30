using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Model;

/// <summary>That a message had its effect.</summary>
internal sealed class InboxRow
{
    public Guid MessageId { get; init; }

    public required string Consumer { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Tells a message that came again from another that bears its id. Null where nobody asks.</summary>
    public long? Fingerprint { get; init; }
}

/// <summary>An activity. PostgreSQL has it by the week in which it was recorded, which the migration says in SQL.</summary>
internal sealed class ActivityRow
{
    public long Revision { get; init; }

    public Guid ActivityId { get; init; }

    public required string AgentId { get; init; }

    public required string Workspace { get; init; }

    public required string TaskId { get; init; }

    public required string Status { get; init; }

    public string? Output { get; init; }

    public string? Error { get; init; }

    public long? DurationMs { get; init; }

    public string? ProjectId { get; init; }

    public string? ProjectName { get; init; }

    public string? Description { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>What the activities of an agent add up to. No foreign key to the agent: an activity may arrive before its agent's registration, and outlives the agent.</summary>
internal sealed class MetricsRow
{
    public required string AgentId { get; init; }

    public long Started { get; init; }

    public long Succeeded { get; init; }

    public long Failed { get; init; }

    public long TimedOut { get; init; }

    public long DurationSum { get; init; }

    public long DurationCount { get; init; }

    public DateTimeOffset? LastActiveAt { get; init; }

    /// <summary>The counts of durations, packed: a row for each bucket cost as much as all else that is written of an activity's metrics.</summary>
    public byte[] Durations { get; init; } = [];
}

internal static class ActivityModel
{
    public static void Build(StoreModel store)
    {
        var inbox = store.Table<InboxRow>("activity", "inbox").KeptInKey();

        // The message first: it alone nearly always decides.
        inbox.HasKey(row => new { row.MessageId, row.Consumer }).HasName("pk_inbox");
        if (store.IsPostgres)
        {
            inbox.Property(row => row.ReceivedAt).HasDefaultValueSql("now()");
        }

        // By it the oldest are found; small, and nearly free to keep, as rows come in by time.
        inbox.HasIndex(row => row.ReceivedAt, "ix_inbox_received").HasMethod("brin")
            .HasStorageParameter("pages_per_range", 32).HasStorageParameter("autosummarize", true);

        var activity = store.Table<ActivityRow>("activity", "activity");
        activity.HasKey(row => row.Revision).HasName("pk_activity");
        activity.Property(row => row.Revision).ValueGeneratedNever();
        if (store.IsPostgres)
        {
            activity.ToTable(table => table.ExcludeFromMigrations());
        }

        activity.HasIndex(row => new { row.AgentId, row.OccurredAt, row.Revision }, "ix_activity_agent").IsDescending(false, true, true);
        activity.HasIndex(row => row.RecordedAt, "ix_activity_recorded");

        var metrics = store.Table<MetricsRow>("activity", "metrics").KeptInKey().Updated(70);
        metrics.HasKey(row => row.AgentId).HasName("pk_metrics");
        foreach (var count in (string[])["Started", "Succeeded", "Failed", "TimedOut", "DurationSum", "DurationCount"])
        {
            metrics.Property<long>(count).HasDefaultValue(0L);
        }

        metrics.Property(row => row.Durations).HasDefaultValueSql(store.IsPostgres ? "''" : "x''");
    }
}
