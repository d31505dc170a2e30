using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>
/// Command: register an agent, or bring its registration up to date. The whole registration is sent each time: what is left
/// out is gone. Answered, where an answer is asked for, with <see cref="AgentAccepted"/>, <see cref="RequestRejected"/> or
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
