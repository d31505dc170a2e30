using System.Text.Json.Serialization;

namespace AgentRegistry.Contracts;

/// <summary>What happened to an instance.</summary>
[JsonConverter(typeof(WireEnumConverter<InstanceChange>))]
public enum InstanceChange
{
    /// <summary>It is there.</summary>
    Spawned,

    /// <summary>It has another configuration.</summary>
    Configured,

    /// <summary>It was given another status.</summary>
    StatusChanged,

    /// <summary>It was deleted.</summary>
    Deleted,
}

/// <summary>
/// Event: an instance has changed. It does not carry the configuration. What changes of its agent besides comes as
/// <see cref="AgentChanged"/>: the registration, the status that the agent reports of itself, and its end where the agent was deleted.
/// Published once for each change, in the order of <see cref="Revision"/>; delivered at least once. On the live feed its type is
/// <c>instance_update</c>.
/// </summary>
public sealed record InstanceChanged
{
    /// <summary>Identifies the event; the same when it is delivered again.</summary>
    public Guid EventId { get; init; }

    /// <summary>Its place in the feed.</summary>
    public long Revision { get; init; }

    /// <summary>What happened.</summary>
    public InstanceChange Change { get; init; }

    /// <summary>The instance's workspace.</summary>
    public string Workspace { get; init; } = Defaults.Workspace;

    /// <summary>Which instance.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>The definition that it was spawned from.</summary>
    public string Definition { get; init; } = "";

    /// <summary>Which version of it.</summary>
    public int DefinitionVersion { get; init; }

    /// <summary>Its project.</summary>
    public string Project { get; init; } = Defaults.Project;

    /// <summary>Its status after the change.</summary>
    public AgentStatus Status { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Timestamp { get; init; }
}
