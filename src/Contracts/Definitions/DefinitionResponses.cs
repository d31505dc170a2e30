using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>What became of a command on a definition.</summary>
[JsonConverter(typeof(WireEnumConverter<DefinitionOutcome>))]
public enum DefinitionOutcome
{
    /// <summary>Already so, or here before: nothing changed.</summary>
    Unchanged,

    /// <summary>The definition is there, with its first version.</summary>
    Created,

    /// <summary>The definition has changed.</summary>
    Updated,

    /// <summary>The definition was deleted.</summary>
    Deleted,
}

/// <summary>Response: the command on a definition has been committed.</summary>
public sealed record DefinitionAccepted
{
    /// <summary>Its workspace.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which definition.</summary>
    public string Slug { get; init; } = "";

    /// <summary>What became of the command.</summary>
    public DefinitionOutcome Outcome { get; init; }

    /// <summary>The version that the command made, or labelled; of others the current one. 0 where the definition was deleted.</summary>
    public int Version { get; init; }

    /// <summary>Whether agents may be spawned from it.</summary>
    public bool Enabled { get; init; }

    /// <summary>Its revision after the command; 0 where there is no definition.</summary>
    public long Revision { get; init; }
}

/// <summary>Response: the workspace has no such definition, or the definition no such version or label; nothing was done.</summary>
[Refusal]
public sealed record DefinitionNotFound
{
    /// <summary>Where it was looked for.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>The slug that was asked for.</summary>
    public string Slug { get; init; } = "";

    /// <summary>The version or label that was asked for, where one was.</summary>
    public string? Version { get; init; }
}

/// <summary>Why a command cannot be carried out on a definition as it is.</summary>
[JsonConverter(typeof(WireEnumConverter<DefinitionConflictReason>))]
public enum DefinitionConflictReason
{
    /// <summary>It has another version than the one expected: somebody else has saved it.</summary>
    Version,

    /// <summary>The version to be restored is the current one.</summary>
    Current,

    /// <summary>It has as many labels as it may.</summary>
    Full,

    /// <summary>It has instances.</summary>
    InUse,
}

/// <summary>Response: the definition is not such that the command could be carried out; nothing was done.</summary>
[Refusal]
public sealed record DefinitionConflict
{
    /// <summary>Its workspace.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which definition.</summary>
    public string Slug { get; init; } = "";

    /// <summary>Why.</summary>
    public DefinitionConflictReason Reason { get; init; }

    /// <summary>The version that it has now; 0 where there is no definition.</summary>
    public int CurrentVersion { get; init; }

    /// <summary>Of one in use: how many instances it has.</summary>
    public int? Instances { get; init; }
}
