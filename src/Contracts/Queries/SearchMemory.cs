using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>Request: what do agents remember of this? Answered with <see cref="MemoryMatches"/> or <see cref="RequestRejected"/>.</summary>
public sealed record SearchMemory
{
    /// <summary>In plain words; 1–1,024 characters with at least one letter or digit. Required.</summary>
    public string Query { get; init; } = "";

    /// <summary>What was done in this workspace only. Absent: in any.</summary>
    public string? Workspace { get; init; }

    /// <summary>How many at most, 1–100. Absent: 10.</summary>
    public int Limit { get; init; } = 10;
}

/// <summary>Who answered a search of the memory.</summary>
[JsonConverter(typeof(WireEnumConverter<MemorySource>))]
public enum MemorySource
{
    /// <summary>Full text in the registry's own tables.</summary>
    Database,

    /// <summary>The memory server.</summary>
    MemoryServer,
}

/// <summary>Answer: what is remembered, best first.</summary>
public sealed record MemoryMatches
{
    /// <summary>The query as it was understood.</summary>
    public string Query { get; init; } = "";

    /// <summary>Who answered: the memory server, or the tables while that is away or there is none.</summary>
    public MemorySource Source { get; init; }

    /// <summary>Best first.</summary>
    public IReadOnlyList<MemoryRecord> Records { get; init; } = [];
}
