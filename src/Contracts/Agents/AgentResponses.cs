using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>What became of a command on one agent.</summary>
[JsonConverter(typeof(WireEnumConverter<AgentOutcome>))]
public enum AgentOutcome
{
    /// <summary>Already so: nothing changed.</summary>
    Unchanged,

    /// <summary>The agent was not known, and is now.</summary>
    Registered,

    /// <summary>The agent was known, and has changed.</summary>
    Updated,

    /// <summary>The agent was deleted.</summary>
    Deleted,

    /// <summary>A newer message was here first: nothing changed.</summary>
    Stale,

    /// <summary>No such agent.</summary>
    NotFound,

    /// <summary>The registration breaks a rule; see the faults.</summary>
    Rejected,

    /// <summary>The id belongs to another workspace.</summary>
    Conflict,

    /// <summary>The agent has changed since the expected revision.</summary>
    RevisionConflict,
}

/// <summary>Response: the command on one agent has been committed.</summary>
public sealed record AgentAccepted
{
    /// <summary>Which agent.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>What became of the command.</summary>
    public AgentOutcome Outcome { get; init; }

    /// <summary>The agent's revision after it.</summary>
    public long Revision { get; init; }

    /// <summary>Send a heartbeat this often, in seconds; 0 for a deleted agent.</summary>
    public int HeartbeatIntervalSeconds { get; init; }

    /// <summary>A heartbeat is good for this long, in seconds; 0 for a deleted agent.</summary>
    public int LeaseSeconds { get; init; }
}

/// <summary>Response: a command on many agents has been committed; each agent has its own outcome, in the order of the command.</summary>
public sealed record AgentsAccepted
{
    /// <summary>One for each agent of the command, in its order.</summary>
    public IReadOnlyList<AgentResult> Results { get; init; } = [];
}

/// <summary>What became of one agent of a command on many.</summary>
public sealed record AgentResult
{
    /// <summary>Which agent.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>What became of it.</summary>
    public AgentOutcome Outcome { get; init; }

    /// <summary>The agent's revision after it; 0 where there is no such agent.</summary>
    public long Revision { get; init; }

    /// <summary>Which rules it breaks; empty unless the outcome is <c>rejected</c>.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];
}

/// <summary>Response: there is no agent of this id.</summary>
[Refusal]
public sealed record AgentNotFound
{
    /// <summary>The id that was asked for.</summary>
    public string AgentId { get; init; } = "";
}

/// <summary>Response: the agent has changed since the expected revision; nothing was done.</summary>
[Refusal]
public sealed record RevisionConflict
{
    /// <summary>Which agent.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>The revision it has now.</summary>
    public long CurrentRevision { get; init; }
}

/// <summary>Response: this id is registered in another workspace; nothing was done.</summary>
[Refusal]
public sealed record RegistrationConflict
{
    /// <summary>The id that is taken.</summary>
    public string AgentId { get; init; } = "";
}
