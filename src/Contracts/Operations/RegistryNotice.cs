using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>Which part of the registry a notice is about.</summary>
[JsonConverter(typeof(WireEnumConverter<NoticeTopic>))]
public enum NoticeTopic
{
    /// <summary>Whether agents that miss their deadline are given up: <c>running</c>, or <c>paused</c>.</summary>
    Evictions,

    /// <summary>The circuit breaker before the memory server: <c>closed</c>, <c>half_open</c> or <c>open</c>.</summary>
    MemoryServer,
}

/// <summary>
/// Event: a part of the registry works otherwise than before. Published once for each change, in the order of
/// <see cref="Revision"/>; delivered at least once. On the live feed its type is <c>registry_notice</c>.
/// </summary>
public sealed record RegistryNotice
{
    /// <summary>Identifies the event; the same when it is delivered again.</summary>
    public Guid EventId { get; init; }

    /// <summary>Its place in the feed.</summary>
    public long Revision { get; init; }

    /// <summary>What it is about.</summary>
    public NoticeTopic Topic { get; init; }

    /// <summary>How that works now; the words are those of its topic.</summary>
    public string State { get; init; } = "";

    /// <summary>Why; empty when all is well.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The machine and process that says so, as <c>host:pid</c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset Timestamp { get; init; }
}
