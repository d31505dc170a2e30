namespace AgentRegistry.Contracts;

/// <summary>A version of a definition without its content.</summary>
public sealed record DefinitionVersion
{
    /// <summary>Its number, from 1 on.</summary>
    public int Version { get; init; }

    /// <summary>What was changed and why.</summary>
    public string? ChangeDescription { get; init; }

    /// <summary>Who saved it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was saved, by the registry's clock.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Of a restored one: the version whose content it has again.</summary>
    public int? RestoredFrom { get; init; }
}

/// <summary>A name of a version. <c>latest</c> is kept by the registry and is always the newest; the others stand where they were set.</summary>
public sealed record DefinitionLabel
{
    /// <summary>The name, unique within the definition.</summary>
    public string Label { get; init; } = "";

    /// <summary>Which version.</summary>
    public int Version { get; init; }
}
