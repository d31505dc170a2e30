using AgentRegistry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Model;

/// <summary>A context of an agent. The workspace stands first in every key, so that nothing is found without naming it.</summary>
internal sealed class ContextRow
{
    public required string Workspace { get; init; }

    public required string AgentId { get; init; }

    public required string Name { get; init; }

    /// <summary>0 only within the transaction that reserves the name.</summary>
    public int CurrentVersion { get; set; }

    public int Versions { get; set; }

    public int? RollbackPointer { get; set; }

    public RollbackState? RollbackState { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public long Revision { get; set; }
}

/// <summary>Never updated.</summary>
internal sealed class ContextVersionRow
{
    public required string Workspace { get; init; }

    public required string AgentId { get; init; }

    public required string Name { get; init; }

    public int Version { get; init; }

    /// <summary>The message that made it: one that comes again is told of this version.</summary>
    public Guid MessageId { get; init; }

    public string? ChangeDescription { get; init; }

    public string? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public int? RollbackPointer { get; init; }

    /// <summary>Last: SQLite reads what stands before it without going through its pages; PostgreSQL keeps it beside the row.</summary>
    public string Data { get; init; } = "";
}

internal sealed class ContextCheckpointRow
{
    public required string Workspace { get; init; }

    public required string AgentId { get; init; }

    public required string Name { get; init; }

    public required string Checkpoint { get; init; }

    public int Version { get; set; }
}

internal static class ContextModel
{
    private static readonly string[] Key = [nameof(ContextRow.Workspace), nameof(ContextRow.AgentId), nameof(ContextRow.Name)];

    public static void Build(StoreModel store)
    {
        // What the history's limit must never take cannot be taken. At the commit, as a context comes before its version and goes before it.
        var context = store.Table<ContextRow>("context", "context").KeptInKey().Updated()
            .Refers<ContextRow, ContextVersionRow>("fk_context_current", [.. Key, nameof(ContextRow.CurrentVersion)])
            .Refers<ContextRow, ContextVersionRow>("fk_context_rollback", [.. Key, nameof(ContextRow.RollbackPointer)], isOptional: true);
        context.HasKey(row => new { row.Workspace, row.AgentId, row.Name }).HasName("pk_context");
        context.Reserved(store);
        context.ToTable(table => table.HasCheckConstraint("ck_context_rollback", "(rollback_pointer is null) = (rollback_state is null)"));

        // SQLite keeps these by rowid: the data are long.
        var version = store.Table<ContextVersionRow>("context", "version").BelongsTo<ContextVersionRow, ContextRow>("fk_version_context", Key);
        version.HasKey(row => new { row.Workspace, row.AgentId, row.Name, row.Version }).HasName("pk_version");
        version.HasAlternateKey(row => new { row.Workspace, row.AgentId, row.Name, row.MessageId }).HasName("uq_version_message");
        version.Property<string?>(nameof(ContextVersionRow.Data)).IsJson(store);

        var checkpoint = store.Table<ContextCheckpointRow>("context", "checkpoint").KeptInKey()
            .BelongsTo<ContextCheckpointRow, ContextRow>("fk_checkpoint_context", Key)
            .Refers<ContextCheckpointRow, ContextVersionRow>("fk_checkpoint_version", [.. Key, nameof(ContextCheckpointRow.Version)]);
        checkpoint.HasKey(row => new { row.Workspace, row.AgentId, row.Name, row.Checkpoint }).HasName("pk_checkpoint");
        checkpoint.HasIndex(row => new { row.Workspace, row.AgentId, row.Name, row.Version }, "ix_checkpoint_version");
    }
}
