using System.ComponentModel.DataAnnotations;

namespace AgentRegistry.Contracts;

/// <summary>How large what crosses the wire may be; section <c>Limits</c> of the configuration. Every process must have the same.</summary>
public sealed class Limits
{
    /// <summary>Characters of an agent's id, of a workspace's or project's, and of a factory's name.</summary>
    [Range(1, 256)]
    public int AgentId { get; set; } = 128;

    /// <summary>Characters of a name, type, version or owner.</summary>
    [Range(1, 1024)]
    public int Name { get; set; } = 128;

    /// <summary>Characters of a base URL.</summary>
    [Range(1, 4096)]
    public int BaseUrl { get; set; } = 256;

    /// <summary>Characters of a capability's name.</summary>
    [Range(1, 1024)]
    public int CapabilityName { get; set; } = 128;

    /// <summary>Characters of a description, of an agent or a capability.</summary>
    [Range(1, 1 << 20)]
    public int Description { get; set; } = 16_384;

    /// <summary>Capabilities of an agent.</summary>
    [Range(1, 100_000)]
    public int Capabilities { get; set; } = 512;

    /// <summary>Tags of an agent or a capability, and examples of a capability.</summary>
    [Range(1, 10_000)]
    public int Tags { get; set; } = 64;

    /// <summary>UTF-8 bytes of an activity's output, of its error, and of each text within a session.</summary>
    [Range(1, 64 << 20)]
    public int OutputBytes { get; set; } = 1 << 20;

    /// <summary>UTF-8 bytes of a message as a whole; 413 over HTTP.</summary>
    [Range(1024, 128 << 20)]
    public int MessageBytes { get; set; } = 4 << 20;

    /// <summary>UTF-8 bytes of the metadata of an agent, a definition, a session or a message of one, and of the parameters of an agent's factory.</summary>
    [Range(2, 16 << 20)]
    public int MetadataBytes { get; set; } = 64 << 10;

    /// <summary>Agents, ids, heartbeats or messages of a session in one message.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; set; } = 1_000;

    /// <summary>Entries of history in one response.</summary>
    [Range(1, 10_000)]
    public int History { get; set; } = 500;

    /// <summary>Agents, sessions, contexts, definitions, instances, or entries of one of them in one page.</summary>
    [Range(1, 100_000)]
    public int PageSize { get; set; } = 1_000;

    /// <summary>Messages and invocations that a session may hold together: so many can still be read whole.</summary>
    [Range(1, 1_000_000)]
    public int SessionEntries { get; set; } = 10_000;

    /// <summary>UTF-8 bytes of all texts and metadata that a session may hold.</summary>
    [Range(1, 256 << 20)]
    public int SessionBytes { get; set; } = 16 << 20;

    /// <summary>UTF-8 bytes of the data of a version of a context.</summary>
    [Range(2, 64 << 20)]
    public int ContextBytes { get; set; } = 1 << 20;

    /// <summary>Checkpoints of a context.</summary>
    [Range(1, 10_000)]
    public int ContextCheckpoints { get; set; } = 100;

    /// <summary>UTF-8 bytes of the JSON Schema of a definition.</summary>
    [Range(2, 1 << 20)]
    public int SchemaBytes { get; set; } = 64 << 10;

    /// <summary>UTF-8 bytes of the configuration of an instance.</summary>
    [Range(2, 16 << 20)]
    public int ConfigurationBytes { get; set; } = 256 << 10;

    /// <summary>Labels of a definition.</summary>
    [Range(1, 10_000)]
    public int DefinitionLabels { get; set; } = 100;

    /// <summary>Characters of the description of a change of a context or a definition.</summary>
    [Range(1, 1 << 20)]
    public int ChangeDescription { get; set; } = 1_000;

    /// <summary>Characters of a search query.</summary>
    [Range(1, 1 << 20)]
    public int Query { get; set; } = 1_024;

    /// <summary>Characters of a query to be routed: whoever routes may pass on what a user pasted.</summary>
    [Range(1, 1 << 20)]
    public int RouteQuery { get; set; } = 131_072;
}
