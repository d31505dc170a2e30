using System.Text.Json;

namespace AgentRegistry.Contracts;

/// <summary>
/// Command: an agent comes to be from a version of a definition. It is registered in the same commit, with the definition's type,
/// description, capabilities, tags and factory, as <c>initializing</c>, and is an agent like any other from then on. Answered with
/// <see cref="InstanceAccepted"/>, <see cref="DefinitionNotFound"/> also when there is no such version or label,
/// <see cref="InstanceConflict"/>, or <see cref="RequestRejected"/> also when the configuration breaks the schema of that version:
/// with every fault and its place.
/// </summary>
public sealed record SpawnInstance
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The instance's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>From which definition: its slug. Required.</summary>
    public string Definition { get; init; } = "";

    /// <summary>Which version: its number, or a label. Absent: <c>latest</c>.</summary>
    public string? DefinitionVersion { get; init; }

    /// <summary>The id of instance and agent; 1–128 of letters, digits, <c>. _ : -</c>, unique in the registry. Absent: the slug and a part of the message's id.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Its name; 1–128 characters. Absent: that of the definition.</summary>
    public string? Name { get; init; }

    /// <summary>The project within the workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Project { get; init; } = Defaults.Project;

    /// <summary>Its configuration, which must keep the schema of that version; a JSON object of up to 256 KiB. Absent: the definition's default.</summary>
    public JsonElement? Configuration { get; init; }
}

/// <summary>
/// Command: an instance has another configuration. It is checked against the schema of the version that the instance was spawned
/// from. Answered with <see cref="InstanceAccepted"/>, <see cref="InstanceNotFound"/>, <see cref="InstanceConflict"/> or
/// <see cref="RequestRejected"/>.
/// </summary>
public sealed record ConfigureInstance
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The instance's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which instance: its id, which is its agent's. Required.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>Its configuration from now on, whole; a JSON object of up to 256 KiB. Required.</summary>
    public JsonElement? Configuration { get; init; }

    /// <summary>The revision that it must have now. Absent: whatever it has.</summary>
    public long? ExpectedRevision { get; init; }
}

/// <summary>
/// Command: an instance goes over to another status, if that can follow the one it has. Answered with <see cref="InstanceAccepted"/>,
/// <see cref="InstanceNotFound"/>, <see cref="InstanceConflict"/> with the status that it has, or <see cref="RequestRejected"/>.
/// </summary>
public sealed record ChangeInstanceStatus
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The instance's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which instance: its id, which is its agent's. Required.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>The new status. Required.</summary>
    public AgentStatus? Status { get; init; }

    /// <summary>What went wrong; up to 1,000 characters; only with the status <c>error</c>. Kept as the last error. Absent: none.</summary>
    public string? Error { get; init; }
}

/// <summary>
/// Command: an instance ends, and its agent with it. To delete the agent does the same. Answered with <see cref="InstanceAccepted"/>,
/// <see cref="InstanceNotFound"/> or <see cref="RequestRejected"/>.
/// </summary>
public sealed record DeleteInstance
{
    /// <summary>Identifies this message: a second one of the same id has no effect. Required.</summary>
    public Guid MessageId { get; init; }

    /// <summary>When it was sent. Required.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>The instance's workspace; 1–128 of the characters of an id. Absent: <c>default</c>.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which instance: its id, which is its agent's. Required.</summary>
    public string InstanceId { get; init; } = "";
}
