using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;
using AgentRegistry.QueryApi.Responses;
using Microsoft.AspNetCore.Mvc;

namespace AgentRegistry.QueryApi.Agents;

/// <summary>The URL's parameters of a list. All are text here, so that every faulty one is named and not the first only.</summary>
internal readonly record struct AgentListParameters(
    [property: Description("Of this type.")] string? Type,
    [property: Description("With this status."), DocumentedQuery(typeof(AgentStatus))] string? Status,
    [property: Description("With this health."), DocumentedQuery(typeof(AgentHealth))] string? Health,
    [property: Description("With all of these capabilities, by name, commas between them.")] string? Capabilities,
    [property: Description("With all of these tags, commas between them.")] string? Tags,
    [property: Description("In this workspace.")] string? Workspace,
    [property: Description("In this project.")] string? Project,
    [property: FromQuery(Name = "enabled_only"), Description("Only enabled agents."), DocumentedQuery(typeof(bool), Default = false)] string? EnabledOnly,
    [property: Description("With this text in id, name, description or a capability's name, whatever the case.")] string? Q,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Minimum = 1, Maximum = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("How many to leave out first; not together with cursor."), DocumentedQuery(typeof(int), Default = 0)] string? Offset,
    [property: Description("The next_cursor of the page before.")] string? Cursor)
{
    /// <summary>How the URL names the fields of <see cref="ListAgents"/>.</summary>
    public static FieldNames Fields { get; } = new(("text", "q"));

    public ListAgents Read(AgentScope scope, ApiRequest request, int defaultLimit) => new()
    {
        Type = QueryText.Text(Type),
        Status = request.Text.Name<AgentStatus>(Status, "status"),
        Health = request.Text.Name<AgentHealth>(Health, "health"),
        Capabilities = QueryText.Names(Capabilities),
        Tags = QueryText.Names(Tags),
        Workspace = scope.With(QueryText.Text(Workspace), request),
        Project = QueryText.Text(Project),
        EnabledOnly = request.Text.Flag(EnabledOnly, "enabled_only"),
        Text = QueryText.Text(Q),
        Limit = request.Text.Whole(Limit, "limit", defaultLimit),
        Offset = request.Text.Whole(Offset, "offset", 0),
        Cursor = QueryText.Text(Cursor),
    };
}

/// <summary>A registration as it is sent over HTTP. The registry gives it its message id and time.</summary>
internal sealed record AgentRegistration : RegistrationFields
{
    /// <summary>1–128 of letters, digits, <c>. _ : -</c>. Required; unique in the registry.</summary>
    [Required]
    public TextOrNumber? Id { get; init; }

    /// <summary>1–128 characters. Required.</summary>
    [Required]
    public string? Name { get; init; }

    public override RegisterAgent ToCommand(DateTimeOffset sentAt) => ToCommand(Id?.Text, Name, sentAt);
}

/// <summary>What a registration says beside whom it is of.</summary>
internal abstract record RegistrationFields
{
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

    /// <summary>The command, without its message id.</summary>
    public abstract RegisterAgent ToCommand(DateTimeOffset sentAt);

    /// <summary>The command of an agent. Null means left out.</summary>
    protected RegisterAgent ToCommand(string? id, string? name, DateTimeOffset sentAt) => new()
    {
        SentAt = sentAt,
        StartedAt = StartedAt,
        AgentId = id ?? "",
        Name = name ?? "",
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
}

/// <summary>The new capabilities of an agent.</summary>
internal sealed record CapabilityUpdate
{
    /// <summary>Up to 512, each name once: objects, or strings that are their names. An empty list takes all away.</summary>
    [JsonConverter(typeof(CapabilityListConverter))]
    [Required]
    public IReadOnlyList<Capability>? Capabilities { get; init; }

    /// <summary>Who does it, for the history of the registration; up to 128 characters. Absent: nobody is named.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>As the header If-Match: the revision that the agent must have now.</summary>
    public long? ExpectedRevision { get; init; }
}

/// <summary>A change of status. What is left out stays as it is; something must be given.</summary>
internal record StatusChange
{
    /// <summary>The new status; <c>offline</c> is the graceful leave.</summary>
    public AgentStatus? Status { get; init; }

    /// <summary>False: no work is routed to the agent until it is true again.</summary>
    public bool? Enabled { get; init; }

    /// <summary>True: the agent takes no new work.</summary>
    public bool? Draining { get; init; }

    /// <summary>Why, for people; up to 512 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>The change for one agent.</summary>
internal sealed record AgentStatusChange : StatusChange
{
    /// <summary>As the header If-Match: the revision that the agent must have now.</summary>
    public long? ExpectedRevision { get; init; }
}

/// <summary>The same change for many agents.</summary>
internal sealed record BulkStatusChange : StatusChange
{
    /// <summary>1–1,000 agent ids.</summary>
    [Required]
    public IReadOnlyList<TextOrNumber>? AgentIds { get; init; }
}
