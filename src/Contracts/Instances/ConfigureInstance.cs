using System.Text.Json;

namespace AgentRegistry.Contracts;

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
