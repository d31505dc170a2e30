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
