using System.Text.Json;

namespace AgentRegistry.Contracts;

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
    /// itself; <c>format</c> only tells. Absent: any JSON object.
    /// </summary>
    public JsonElement? ConfigurationSchema { get; init; }

    /// <summary>The configuration of an instance that is spawned without one, whole; it keeps the schema. Absent: an empty object.</summary>
    public JsonElement? DefaultConfiguration { get; init; }

    /// <summary>A JSON object of up to 64 KiB, which its agents are registered with. Absent: none.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>By which its agents can be made; they are registered with it. Absent: none.</summary>
    public AgentFactoryReference? Factory { get; init; }
}
