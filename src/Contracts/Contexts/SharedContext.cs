using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>What became of a rollback.</summary>
[JsonConverter(typeof(WireEnumConverter<RollbackState>))]
public enum RollbackState
{
    /// <summary>Requested, and not decided yet: the state for a sender without a response. Never read from a context, since the decision is committed at once.</summary>
    Pending,

    /// <summary>Its version is there.</summary>
    Success,

    /// <summary>It was refused; the context is as it was.</summary>
    Failed,
}

/// <summary>A context of an agent without its data: data in numbered versions, none of which ever changes.</summary>
public record SharedContext
{
    /// <summary>The workspace it belongs to.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Whose context it is; that agent need not be registered, any more or yet.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Its name, unique within the agent.</summary>
    public string Name { get; init; } = "";

    /// <summary>The version that holds: the last one. Versions are numbered 1, 2, 3, …</summary>
    public int CurrentVersion { get; init; }

    /// <summary>How many versions are kept.</summary>
    public int VersionCount { get; init; }

    /// <summary>The version that its last rollback went back to, which is kept; absent where it was never rolled back.</summary>
    public int? RollbackPointer { get; init; }

    /// <summary>What became of that rollback; absent where there was none.</summary>
    public RollbackState? RollbackState { get; init; }

    /// <summary>When its first version was written.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The revision of its last change in the feed.</summary>
    public long Revision { get; init; }
}

/// <summary>A version of a context without its data.</summary>
public sealed record ContextVersion
{
    /// <summary>Its number.</summary>
    public int Version { get; init; }

    /// <summary>What was changed and why; absent where it was not given.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who wrote it; absent where nobody was named.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When the registry took it.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version whose data it has, where a rollback made it; else absent. That one may have been deleted since.</summary>
    public int? RollbackPointer { get; init; }
}

/// <summary>A version of a context that has a name.</summary>
public sealed record ContextCheckpoint
{
    /// <summary>The name.</summary>
    public string Checkpoint { get; init; } = "";

    /// <summary>Which version.</summary>
    public int Version { get; init; }
}
