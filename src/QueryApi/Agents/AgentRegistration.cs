using System.Text.Json;
using System.Text.Json.Serialization;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Problems;
using AgentRegistry.QueryApi.Reading;

namespace AgentRegistry.QueryApi.Agents;

/// <summary>A registration as it is sent over HTTP. The registry gives it its message id and time.</summary>
internal record AgentRegistration
{
    /// <summary>What the body calls the fields of <see cref="RegisterAgent"/>.</summary>
    public static FieldNames Fields { get; } = new(("agentId", "id"));

    /// <summary>1–128 of letters, digits, <c>. _ : -</c>. Required; unique in the registry.</summary>
    public TextOrNumber? Id { get; init; }

    /// <summary>1–128 characters. Required.</summary>
    public string? Name { get; init; }

    /// <summary>1–128 characters. Absent: <c>agent</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Up to 16,384 characters. Absent: none.</summary>
    public string? Description { get; init; }

    /// <summary>An absolute http or https address of up to 256 characters. Absent: none.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Up to 512, each name once: objects, or strings that are their names. Absent: none.</summary>
    [JsonConverter(typeof(CapabilityListConverter))]
    public IReadOnlyList<Capability>? Capabilities { get; init; }

    /// <summary>Up to 64 tags of 1–128 characters. Absent: none.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>A JSON object of up to 64 KiB. Absent: none.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>By which a host makes this agent again: the <c>name</c> of a factory and its <c>parameters</c>. Absent: none.</summary>
    public AgentFactoryReference? Factory { get; init; }

    /// <summary>Up to 128 characters. Absent: none.</summary>
    public string? Version { get; init; }

    /// <summary>1–128 of letters, digits, <c>. _ : -</c>. Absent: <c>default</c>. It cannot change later.</summary>
    public string? Workspace { get; init; }

    /// <summary>1–128 of letters, digits, <c>. _ : -</c>. Absent: <c>default</c>.</summary>
    public string? Project { get; init; }

    /// <summary>Up to 128 characters. Absent: none.</summary>
    public string? Owner { get; init; }

    /// <summary>Who says so, for the history of the registration; up to 128 characters. Absent: nobody is named, it is the agent itself.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>Seconds between heartbeats, 1–3,600. Absent: 30. The lease is twice as long.</summary>
    public int? HeartbeatIntervalSeconds { get; init; }

    /// <summary>The status to begin with. Absent: <c>idle</c> for a new agent or a new start, else as it was.</summary>
    public AgentStatus? Status { get; init; }

    /// <summary>When the agent's process started, by its own clock. Absent: not compared.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The command that the body stands for. Null means left out.</summary>
    public virtual RegisterAgent ToCommand(Guid messageId, DateTimeOffset sentAt) => new()
    {
        MessageId = messageId,
        SentAt = sentAt,
        StartedAt = StartedAt,
        AgentId = Id?.Text ?? "",
        Name = Name ?? "",
        Type = Type ?? Defaults.AgentType,
        Description = Description,
        BaseUrl = BaseUrl,
        Capabilities = Capabilities ?? [],
        Tags = Tags ?? [],
        Metadata = Metadata,
        Factory = Factory,
        Version = Version,
        Workspace = Workspace ?? Defaults.Workspace,
        Project = Project ?? Defaults.Project,
        Owner = Owner,
        ChangedBy = ChangedBy,
        HeartbeatIntervalSeconds = HeartbeatIntervalSeconds ?? Defaults.HeartbeatIntervalSeconds,
        Status = Status,
    };

    /// <summary>Every rule that the command breaks; over HTTP also text within the metadata that no store could keep.</summary>
    public static IReadOnlyList<Fault> Check(RegisterAgent command, Limits limits, DateTimeOffset now)
    {
        var faults = MessageRules.Check(command, limits, now);
        return command.Metadata is { } metadata && !JsonText.IsUnicode(metadata)
            ? [.. faults, new Fault("metadata", "must be valid Unicode")]
            : faults;
    }
}
