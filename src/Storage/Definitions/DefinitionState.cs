using AgentRegistry.Contracts;

namespace AgentRegistry.Storage.Definitions;

/// <summary>Which definition: a slug says nothing without its workspace, and no call of this folder takes one without the other.</summary>
public readonly record struct DefinitionKey(string Workspace, string Slug);

/// <summary>A definition's row: what is decided about it, and what lists show of its current version.</summary>
public sealed record DefinitionState
{
    public required DefinitionKey Key { get; init; }

    /// <summary>The number of the newest version.</summary>
    public int CurrentVersion { get; init; }

    public bool Enabled { get; init; } = true;

    public string Name { get; init; } = "";

    public string Type { get; init; } = "";

    public string? Description { get; init; }

    /// <summary>What a list's text is looked for in.</summary>
    public string Searched { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public long Revision { get; init; }

    /// <summary>Text without case, as both sides compare it: SQLite knows the case of ASCII only.</summary>
    public static string Folded(string text) => text.ToUpperInvariant();

    /// <summary>The state with what lists show of a new current version.</summary>
    public DefinitionState Showing(DefinitionContent content) => this with
    {
        Name = content.Name,
        Type = content.Type,
        Description = content.Description,
        Searched = Folded(string.Join('\n', [Key.Slug, content.Name, content.Type, content.Description ?? "", .. content.Tags])),
    };

    /// <summary>What others are told of a change, as it is after it.</summary>
    public DefinitionChanged ToChange(DefinitionChange change, string? label, int? version, DateTimeOffset now) => new()
    {
        EventId = Guid.CreateVersion7(now),
        Revision = Revision,
        Change = change,
        Workspace = Key.Workspace,
        Slug = Key.Slug,
        CurrentVersion = CurrentVersion,
        Enabled = Enabled,
        Label = label,
        Version = version,
        Timestamp = now,
    };
}

/// <summary>A version that is to be stored.</summary>
/// <param name="Definition">Of which definition.</param>
/// <param name="Version">All of it but the content.</param>
/// <param name="MessageId">The message that made it.</param>
/// <param name="Content">What it says.</param>
public sealed record StoredDefinitionVersion(DefinitionKey Definition, DefinitionVersion Version, Guid MessageId, DefinitionContent Content);
