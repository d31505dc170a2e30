using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Model;

/// <summary>An agent that was spawned from a definition.</summary>
internal sealed class InstanceRow
{
    public required string Workspace { get; init; }

    public required string Id { get; init; }

    public required string Slug { get; init; }

    public int Version { get; init; }

    public required string Project { get; init; }

    public required string Name { get; init; }

    public string Configuration { get; set; } = "{}";

    public string? LastError { get; set; }

    public DateTimeOffset? LastErrorAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public long Revision { get; set; }
}

/// <summary>Who spawns locks the row of the workspace, counts, and adds.</summary>
internal sealed class InstanceRoomRow
{
    public required string Workspace { get; init; }
}

internal static class InstanceModel
{
    public static void Build(StoreModel store)
    {
        // An instance of one workspace can refer neither to an agent nor to a definition of another.
        var instance = store.Table<InstanceRow>("registry", "instance").Updated()
            .Refers<InstanceRow, AgentRow>("fk_instance_agent", [nameof(InstanceRow.Workspace), nameof(InstanceRow.Id)], [nameof(AgentRow.Workspace), nameof(AgentRow.Id)])
            .Refers<InstanceRow, DefinitionVersionRow>("fk_instance_version", [nameof(InstanceRow.Workspace), nameof(InstanceRow.Slug), nameof(InstanceRow.Version)]);
        instance.HasKey(row => new { row.Workspace, row.Id }).HasName("pk_instance");
        instance.HasAlternateKey(row => row.Id).HasName("uq_instance_id");
        instance.Property<string?>(nameof(InstanceRow.Configuration)).IsJson(store);
        instance.ToTable(table => table.HasCheckConstraint("ck_instance_error", "(last_error is null) = (last_error_at is null)"));
        instance.HasIndex(row => new { row.Workspace, row.Slug, row.Version }, "ix_instance_version");

        store.Table<InstanceRoomRow>("registry", "instance_room").KeptInKey()
            .HasKey(row => row.Workspace).HasName("pk_instance_room");
    }
}
