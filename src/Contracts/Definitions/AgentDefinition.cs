namespace AgentRegistry.Contracts;

/// <summary>A definition of agents without its content: content in numbered versions, none of which ever changes.</summary>
public record AgentDefinition
{
    /// <summary>The workspace it belongs to.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Its name in URLs, unique within the workspace.</summary>
    public string Slug { get; init; } = "";

    /// <summary>Its name, of its current version.</summary>
    public string Name { get; init; } = "";

    /// <summary>The type of its agents, of its current version.</summary>
    public string Type { get; init; } = "";

    /// <summary>What its agents are for, of its current version.</summary>
    public string? Description { get; init; }

    /// <summary>False when nothing is to be spawned from it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The newest version: what the label <c>latest</c> stands for. Versions are numbered 1, 2, 3, … and all of them are kept.</summary>
    public int CurrentVersion { get; init; }

    /// <summary>When its first version was saved.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The revision of its last change in the feed.</summary>
    public long Revision { get; init; }
}
