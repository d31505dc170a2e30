using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>What happened to a definition.</summary>
[JsonConverter(typeof(WireEnumConverter<DefinitionChange>))]
public enum DefinitionChange
{
    /// <summary>It is there, with its first version.</summary>
    Created,

    /// <summary>It has a new version.</summary>
    Saved,

    /// <summary>It has the content of an earlier version again, in a new one.</summary>
    Restored,

    /// <summary>Agents may be spawned from it, or no longer.</summary>
    Switched,

    /// <summary>A version has a label, or a label has moved to it.</summary>
    Labelled,

    /// <summary>A label was removed; its version stays.</summary>
    Unlabelled,

    /// <summary>It was deleted, with all its versions.</summary>
    Deleted,
}

/// <summary>
/// Event: a definition has changed. It does not carry what the definition says. Published once for each change, in the order of
/// <see cref="Revision"/>; delivered at least once. On the live feed its type is <c>definition_update</c>.
/// </summary>
public sealed record DefinitionChanged
{
    /// <summary>Identifies the event; the same when it is delivered again.</summary>
    public Guid EventId { get; init; }

    /// <summary>Its place in the feed.</summary>
    public long Revision { get; init; }

    /// <summary>What happened.</summary>
    public DefinitionChange Change { get; init; }

    /// <summary>The definition's workspace.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which definition.</summary>
    public string Slug { get; init; } = "";

    /// <summary>Its current version after the change; of a deleted one, its last.</summary>
    public int CurrentVersion { get; init; }

    /// <summary>Whether agents may be spawned from it.</summary>
    public bool Enabled { get; init; }

    /// <summary>Of a label's change: the label.</summary>
    public string? Label { get; init; }

    /// <summary>Of a label that was set: its version. Of a restored definition: the version whose content it has again.</summary>
    public int? Version { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Timestamp { get; init; }
}
