using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>A memory of something an agent did, tagged with WHO, WHEN, PROJECT and WHY.</summary>
public sealed record MemoryRecord
{
    /// <summary>The activity that it remembers; also its identity.</summary>
    public Guid ActivityId { get; init; }

    /// <summary>Who did it.</summary>
    public MemoryWho Who { get; init; } = new();

    /// <summary>When.</summary>
    public MemoryWhen When { get; init; } = new();

    /// <summary>For which project.</summary>
    public MemoryProject Project { get; init; } = new();

    /// <summary>Why.</summary>
    public MemoryWhy Why { get; init; } = new();

    /// <summary>What is searched: task, outcome, description, output and error in plain words, cut as in <see cref="ActivityRecorded"/>.</summary>
    public string Content { get; init; } = "";
}

/// <summary>WHO did it.</summary>
public sealed record MemoryWho
{
    /// <summary>The agent.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Its name, as the seeds have it; its id when it is not registered.</summary>
    public string AgentType { get; init; } = "";

    /// <summary>Its type.</summary>
    public string AgentCategory { get; init; } = "";

    /// <summary>The names of what it can do.</summary>
    public IReadOnlyList<string> AgentCapabilities { get; init; } = [];
}

/// <summary>WHEN it happened, for machines and people.</summary>
public sealed record MemoryWhen
{
    /// <summary>ISO 8601.</summary>
    public DateTimeOffset IsoTimestamp { get; init; }

    /// <summary>Seconds since 1970, UTC.</summary>
    public long UnixTimestamp { get; init; }

    /// <summary>Such as <c>2026-01-31 12:34:56 UTC</c>.</summary>
    public string Readable { get; init; } = "";
}

/// <summary>For which PROJECT.</summary>
public sealed record MemoryProject
{
    /// <summary>The workspace that the activity is of.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>The project.</summary>
    public string ProjectId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string ProjectName { get; init; } = "";

    /// <summary>The task.</summary>
    public string TaskId { get; init; } = "";
}

/// <summary>WHY.</summary>
public sealed record MemoryWhy
{
    /// <summary>Concluded from the outcome: <c>implementation</c> (success), <c>bugfix</c> (failed, timeout), <c>testing</c> (running), else <c>analysis</c>.</summary>
    public string Intent { get; init; } = "";

    /// <summary>What the task was.</summary>
    public string Description { get; init; } = "";
}

/// <summary>Query: what do agents remember of this? Answered with <see cref="MemoryMatches"/> or <see cref="RequestRejected"/>.</summary>
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

/// <summary>Response: what is remembered, best first.</summary>
public sealed record MemoryMatches
{
    /// <summary>The query as it was understood.</summary>
    public string Query { get; init; } = "";

    /// <summary>Who answered: the memory server, or the tables while that is unavailable or not configured.</summary>
    public MemorySource Source { get; init; }

    /// <summary>Best first.</summary>
    public IReadOnlyList<MemoryRecord> Records { get; init; } = [];
}
