using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>
/// Command: register an agent, or bring its registration up to date. The whole registration is sent each time: what is left
/// out is gone. Answered, where a response is requested, with <see cref="AgentAccepted"/>, <see cref="RequestRejected"/> or
/// <see cref="RegistrationConflict"/>. Sending it again changes nothing; an older one (by <see cref="StartedAt"/>, then
/// <see cref="SentAt"/>) changes nothing either, and is answered with the agent as it is.
/// </summary>
public sealed record RegisterAgent
{
    /// <summary>Identifies this message in logs and error queues. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When the agent sent it, by its own clock. Required; at most one day ahead of the registry's clock.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>When the agent's process started, by its own clock. Absent: not compared.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>1–128 of letters, digits, <c>. _ : -</c>. Required; unique in the registry.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>1–128 characters. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>1–128 characters. Absent: <c>agent</c>.</summary>
    public string Type { get; init; } = Defaults.AgentType;

    /// <summary>Up to 16,384 characters. Absent: none.</summary>
    public string? Description { get; init; }

    /// <summary>An absolute http or https address of up to 256 characters. Absent: none.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Up to 512, each name once. Absent: none.</summary>
    public IReadOnlyList<Capability> Capabilities { get; init; } = [];

    /// <summary>Up to 64 tags of 1–128 characters. Absent: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>A JSON object of up to 64 KiB. Absent: none.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>By which a host makes this agent again. Absent: none.</summary>
    public AgentFactoryReference? Factory { get; init; }

    /// <summary>Up to 128 characters. Absent: none.</summary>
    public string? Version { get; init; }

    /// <summary>1–128 of letters, digits, <c>. _ : -</c>. Absent: <c>default</c>. It cannot change later.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>1–128 of letters, digits, <c>. _ : -</c>. Absent: <c>default</c>.</summary>
    public string Project { get; init; } = Defaults.Project;

    /// <summary>Up to 128 characters. Absent: none.</summary>
    public string? Owner { get; init; }

    /// <summary>Who says so, for the history of the registration; up to 128 characters. Absent: nobody is named, it is the agent itself.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>Seconds between heartbeats, 1–3,600: high priority 15–30, normal 30–60, low 60–120. Absent: 30. The lease is twice as long.</summary>
    public int HeartbeatIntervalSeconds { get; init; } = Defaults.HeartbeatIntervalSeconds;

    /// <summary>The status to begin with. Absent: <c>idle</c> for a new agent or a new start, else as it was.</summary>
    public AgentStatus? Status { get; init; }
}

/// <summary>
/// Command: register up to 1,000 agents with one message of up to 4 MiB. Answered with <see cref="AgentsAccepted"/>: each
/// agent has its own outcome, and a bad one does not harm the others. Without a request, faulty ones end in the error queue.
/// </summary>
public sealed record RegisterAgents
{
    /// <summary>Identifies this message in logs and error queues. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent; holds for every agent that names no time of its own. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>1–1,000 registrations.</summary>
    public IReadOnlyList<RegisterAgent> Agents { get; init; } = [];
}

/// <summary>Command: replace the capabilities of a registered agent. Answered with <see cref="AgentAccepted"/>, <see cref="AgentNotFound"/>, <see cref="RequestRejected"/> or <see cref="RevisionConflict"/>.</summary>
public sealed record UpdateAgentCapabilities
{
    /// <summary>Identifies this message in logs and error queues. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required; one sent before the last accepted change of this kind, or restoration of a version, changes nothing.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The agent must be of this workspace; 1–128 of the characters of an id. Absent: whichever it is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whose capabilities. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Up to 512, each name once. An empty list removes all.</summary>
    public IReadOnlyList<Capability> Capabilities { get; init; } = [];

    /// <summary>Who does it, for the history of the registration; up to 128 characters. Absent: nobody is named.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>Do it only if the agent still has this revision. Absent: do it whatever it is.</summary>
    public long? ExpectedRevision { get; init; }
}

/// <summary>
/// Command: set status, switch on or off, start or stop draining, for one agent or many. <c>status: offline</c> is the graceful
/// leave: the agent is offline at once, without waiting for its lease. What is left out stays as it is. Answered with
/// <see cref="AgentsAccepted"/>, <see cref="RequestRejected"/> or, for one agent with a revision, <see cref="RevisionConflict"/>.
/// </summary>
public sealed record ChangeAgentStatus
{
    /// <summary>Identifies this message in logs and error queues. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required; one sent before the last accepted change of this kind changes nothing.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The agents must be of this workspace; 1–128 of the characters of an id. Absent: whichever each is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>1–1,000 agent ids.</summary>
    public IReadOnlyList<string> AgentIds { get; init; } = [];

    /// <summary>The new status. Absent: as it was.</summary>
    public AgentStatus? Status { get; init; }

    /// <summary>False: no work is routed to the agent until it is true again. Absent: as it was.</summary>
    public bool? Enabled { get; init; }

    /// <summary>True: the agent takes no new work. Absent: as it was.</summary>
    public bool? Draining { get; init; }

    /// <summary>Why, for people; up to 512 characters. Absent: none.</summary>
    public string? Reason { get; init; }

    /// <summary>Do it only if the agent still has this revision; only with a single agent. Absent: do it whatever it is.</summary>
    public long? ExpectedRevision { get; init; }
}

/// <summary>
/// Command: remove an agent from every store and index; its history stays until retention ends. A registration that was sent
/// before does not bring it back; a later one does. Answered with <see cref="AgentAccepted"/>, <see cref="AgentNotFound"/>,
/// <see cref="RequestRejected"/> or <see cref="RevisionConflict"/>.
/// </summary>
public sealed record DeleteAgent
{
    /// <summary>Identifies this message in logs and error queues. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The agent must be of this workspace; 1–128 of the characters of an id. Absent: whichever it is of.</summary>
    public string? Workspace { get; init; }

    /// <summary>Which agent. Required.</summary>
    public string AgentId { get; init; } = "";

    /// <summary>Do it only if the agent still has this revision. Absent: do it whatever it is.</summary>
    public long? ExpectedRevision { get; init; }
}
