using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Model;

/// <summary>The last revision of the feed, in one row. The lock on it, held from taking revisions to the commit, puts the feed in the order of the commits.</summary>
internal sealed class FeedHeadRow
{
    public bool Singleton { get; init; }

    public long Revision { get; init; }
}

internal sealed class FeedEntryRow
{
    public long Revision { get; init; }

    public Guid EventId { get; init; }

    public short Kind { get; init; }

    public required string AgentId { get; init; }

    public required string Workspace { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public required string Body { get; init; }
}

/// <summary>How far a delivery of the feed has come.</summary>
internal sealed class FeedCursorRow
{
    public required string Name { get; init; }

    public long Revision { get; init; }
}

/// <summary>The last notice of a topic: how one of the registry's own parts works. The history of it is in the feed.</summary>
internal sealed class NoticeRow
{
    public short Topic { get; init; }

    public required string State { get; init; }

    public required string Reason { get; init; }

    public required string Source { get; init; }

    public DateTimeOffset Since { get; init; }
}

/// <summary>An entry of the feed that could not be delivered. Whole, as the feed may have dropped it by the time somebody looks.</summary>
internal sealed class DeadLetterRow
{
    public required string Delivery { get; init; }

    public long Revision { get; init; }

    public Guid EventId { get; init; }

    public short Kind { get; init; }

    public required string AgentId { get; init; }

    public required string Workspace { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public required string Body { get; init; }

    public required string Reason { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset StuckAt { get; init; }

    public bool Replay { get; init; }
}

internal static class FeedModel
{
    public static void Build(StoreModel store)
    {
        var head = store.Table<FeedHeadRow>("feed", "head").Updated(10);
        head.HasKey(row => row.Singleton).HasName("pk_head");
        head.Property(row => row.Singleton).ValueGeneratedNever().HasDefaultValue(true);
        head.ToTable(table => table.HasCheckConstraint("ck_head_singleton", store.IsPostgres ? "singleton" : "singleton = 1"));

        var entry = store.Table<FeedEntryRow>("feed", "entry");
        entry.HasKey(row => row.Revision).HasName("pk_entry");
        entry.Property(row => row.Revision).ValueGeneratedNever();
        entry.HasIndex(row => row.RecordedAt, "ix_entry_recorded").HasMethod("brin");

        store.Table<FeedCursorRow>("feed", "cursor").KeptInKey().Updated(10)
            .HasKey(row => row.Name).HasName("pk_cursor");

        var notice = store.Table<NoticeRow>("feed", "notice");
        notice.HasKey(row => row.Topic).HasName("pk_notice");
        notice.Property(row => row.Topic).ValueGeneratedNever();

        var letter = store.Table<DeadLetterRow>("feed", "stuck").KeptInKey();
        letter.HasKey(row => new { row.Delivery, row.Revision }).HasName("pk_stuck");
        letter.Property(row => row.Attempts).HasDefaultValue(1);
        letter.Property(row => row.Replay).HasDefaultValue(false);
        if (store.IsPostgres)
        {
            letter.Property(row => row.StuckAt).HasDefaultValueSql("now()");
        }

        letter.HasIndex(row => new { row.Delivery, row.Revision }, "ix_stuck_replay").HasFilter("replay");
    }
}
