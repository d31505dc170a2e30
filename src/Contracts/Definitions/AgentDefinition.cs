using System.Text.Json;

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

/// <summary>What a definition says of the agents that are spawned from it: the part of it that is kept in numbered versions.</summary>
public sealed record DefinitionContent
{
    /// <summary>For people, and the name of an instance that has none of its own; 1–128 characters. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>The type of its agents; 1–128 characters. Absent: <c>agent</c>.</summary>
    public string Type { get; init; } = Defaults.AgentType;

    /// <summary>What its agents are for; up to 16,384 characters. Absent: none.</summary>
    public string? Description { get; init; }

    /// <summary>What its agents can do; up to 512, each name once. Absent: none.</summary>
    public IReadOnlyList<Capability> Capabilities { get; init; } = [];

    /// <summary>Up to 64 tags of 1–128 characters. Absent: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>
    /// What the configuration of an instance must be: a JSON Schema (draft 2020-12) of up to 64 KiB that refers to nothing outside of
    /// itself; <c>format</c> is an annotation and not checked. Absent: any JSON object.
    /// </summary>
    public JsonElement? ConfigurationSchema { get; init; }

    /// <summary>The configuration of an instance that is spawned without one, whole; it keeps the schema. Absent: an empty object.</summary>
    public JsonElement? DefaultConfiguration { get; init; }

    /// <summary>A JSON object of up to 64 KiB, which its agents are registered with. Absent: none.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>By which its agents can be made; they are registered with it. Absent: none.</summary>
    public AgentFactoryReference? Factory { get; init; }
}
