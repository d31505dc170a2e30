using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Model;

/// <summary>A definition of agents. The workspace stands first in every key, so that nothing is found without naming it.</summary>
internal sealed class DefinitionRow
{
    public required string Workspace { get; init; }

    public required string Slug { get; init; }

    /// <summary>0 only within the transaction that reserves the slug.</summary>
    public int CurrentVersion { get; set; }

    public bool Enabled { get; set; }

    /// <summary>This and what follows to <see cref="Searched"/> is of the current version, for lists.</summary>
    public string Name { get; set; } = "";

    public string Type { get; set; } = "";

    public string? Description { get; set; }

    public string Searched { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public long Revision { get; set; }
}

/// <summary>Never updated.</summary>
internal sealed class DefinitionVersionRow
{
    public required string Workspace { get; init; }

    public required string Slug { get; init; }

    public int Version { get; init; }

    /// <summary>The message that made it: one that comes again is told of this version.</summary>
    public Guid MessageId { get; init; }

    public string? ChangeDescription { get; init; }

    public string? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public int? RestoredFrom { get; init; }

    /// <summary>Last: SQLite reads what stands before it without going through its pages.</summary>
    public string Content { get; init; } = "";
}

internal sealed class DefinitionLabelRow
{
    public required string Workspace { get; init; }

    public required string Slug { get; init; }

    public required string Label { get; init; }

    public int Version { get; set; }
}

internal static class DefinitionModel
{
    private static readonly string[] Key = [nameof(DefinitionRow.Workspace), nameof(DefinitionRow.Slug)];

    public static void Build(StoreModel store)
    {
        // At the commit, as a definition comes before its version and goes before it.
        var definition = store.Table<DefinitionRow>("registry", "definition").KeptInKey().Updated()
            .Refers<DefinitionRow, DefinitionVersionRow>("fk_definition_current", [.. Key, nameof(DefinitionRow.CurrentVersion)]);
        definition.HasKey(row => new { row.Workspace, row.Slug }).HasName("pk_definition");
        definition.Reserved(store);

        // SQLite keeps these by rowid: what a version says is long.
        var version = store.Table<DefinitionVersionRow>("registry", "definition_version")
            .BelongsTo<DefinitionVersionRow, DefinitionRow>("fk_definition_version_definition", Key);
        version.HasKey(row => new { row.Workspace, row.Slug, row.Version }).HasName("pk_definition_version");
        version.HasAlternateKey(row => new { row.Workspace, row.Slug, row.MessageId }).HasName("uq_definition_version_message");
        version.Property<string?>(nameof(DefinitionVersionRow.Content)).IsJson(store);

        store.Table<DefinitionLabelRow>("registry", "definition_label").KeptInKey()
            .BelongsTo<DefinitionLabelRow, DefinitionRow>("fk_definition_label_definition", Key)
            .Refers<DefinitionLabelRow, DefinitionVersionRow>("fk_definition_label_version", [.. Key, nameof(DefinitionLabelRow.Version)])
            .HasKey(row => new { row.Workspace, row.Slug, row.Label }).HasName("pk_definition_label");
    }
}
