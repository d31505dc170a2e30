using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>What became of a command on an instance.</summary>
[JsonConverter(typeof(WireEnumConverter<InstanceOutcome>))]
public enum InstanceOutcome
{
    /// <summary>Already so, or here before: nothing changed.</summary>
    Unchanged,

    /// <summary>The instance is there, and registered as an agent.</summary>
    Spawned,

    /// <summary>The instance has changed.</summary>
    Updated,

    /// <summary>The instance was deleted, and its agent with it.</summary>
    Deleted,
}

/// <summary>Response: the command on an instance has been committed.</summary>
public sealed record InstanceAccepted
{
    /// <summary>Its workspace.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which instance.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>What became of the command.</summary>
    public InstanceOutcome Outcome { get; init; }

    /// <summary>The definition that it was spawned from; empty where the instance was deleted.</summary>
    public string Definition { get; init; } = "";

    /// <summary>Which version of it; 0 where the instance was deleted.</summary>
    public int DefinitionVersion { get; init; }

    /// <summary>Its status after the command.</summary>
    public AgentStatus Status { get; init; }

    /// <summary>Its revision after the command; of a deleted one, that of its end.</summary>
    public long Revision { get; init; }
}

/// <summary>Response: the workspace has no such instance; nothing was done.</summary>
[Refusal]
public sealed record InstanceNotFound
{
    /// <summary>Where it was looked for.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>The id that was asked for.</summary>
    public string InstanceId { get; init; } = "";
}

/// <summary>Why a command on an instance cannot be carried out.</summary>
[JsonConverter(typeof(WireEnumConverter<InstanceConflictReason>))]
public enum InstanceConflictReason
{
    /// <summary>The id is another agent's, or was an agent's that was deleted later than this was sent.</summary>
    Taken,

    /// <summary>The workspace has as many instances as it may.</summary>
    Full,

    /// <summary>The definition is switched off.</summary>
    Disabled,

    /// <summary>That status cannot follow the one it has.</summary>
    Status,

    /// <summary>It has another revision than the one expected: somebody else has changed it.</summary>
    Revision,
}

/// <summary>Response: things are not such that the command could be carried out; nothing was done.</summary>
[Refusal]
public sealed record InstanceConflict
{
    /// <summary>Its workspace.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which instance.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>Why.</summary>
    public InstanceConflictReason Reason { get; init; }

    /// <summary>Of a full workspace: how many instances it may have.</summary>
    public int? Limit { get; init; }

    /// <summary>Of a status that cannot follow: the status that it has.</summary>
    public AgentStatus? Status { get; init; }

    /// <summary>Of another revision: the one that it has now.</summary>
    public long? CurrentRevision { get; init; }
}
