namespace AgentRegistry.Contracts;

/// <summary>Answer: the activity has been committed.</summary>
public sealed record ActivityAccepted
{
    /// <summary>Which activity.</summary>
    public Guid ActivityId { get; init; }

    /// <summary>Whose.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The task.</summary>
    public string TaskId { get; init; } = "";

    /// <summary>Its revision in the feed; 0 for a duplicate.</summary>
    public long Revision { get; init; }

    /// <summary>True when an activity of this id was here before: this one had no effect.</summary>
    public bool Duplicate { get; init; }

    /// <summary>True when that one says something else than this one, times apart: it was kept, and this one's id should have been another.</summary>
    public bool Reused { get; init; }

    /// <summary>True when the memory store has it already; false when it will be delivered later, or no memory store is set up.</summary>
    public bool StoredInMemory { get; init; }
}
