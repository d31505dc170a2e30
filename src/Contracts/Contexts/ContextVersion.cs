namespace AgentRegistry.Contracts;

/// <summary>A version of a context without its data.</summary>
public sealed record ContextVersion
{
    /// <summary>Its number.</summary>
    public int Version { get; init; }

    /// <summary>What was changed and why; absent where nothing was said.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who wrote it; absent where nobody was named.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When the registry took it.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version whose data it has, where a rollback made it; else absent. That one may have gone since.</summary>
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
