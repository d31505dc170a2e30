using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.QueryApi.Requests;

namespace AgentRegistry.QueryApi.Instances;

/// <summary>The URL's parameters of a list of instances. All are text here, so that every faulty one is named and not the first only.</summary>
internal readonly record struct InstanceListParameters(
    [property: Description("Of this project.")] string? Project,
    [property: Description("Spawned from this definition: its slug.")] string? Definition,
    [property: Description("With this status."), DocumentedQuery(typeof(AgentStatus))] string? Status,
    [property: Description("How many at most."), DocumentedQuery(typeof(int), Minimum = 1, Maximum = 1_000, Default = Defaults.PageSize)] string? Limit,
    [property: Description("The next_cursor of the page before.")] string? Cursor)
{
    public ListInstances Read(Workspace workspace, ApiRequest request) => new()
    {
        Workspace = workspace.Id,
        Project = QueryText.Text(Project),
        Definition = QueryText.Text(Definition),
        Status = request.Text.Name<AgentStatus>(Status, "status"),
        Limit = request.Text.Whole(Limit, "limit", Defaults.PageSize),
        Cursor = QueryText.Text(Cursor),
    };
}

/// <summary>An instance that is to be spawned.</summary>
internal sealed record InstanceSpawn
{
    /// <summary>From which definition: its slug. Required.</summary>
    [Required]
    public string? Definition { get; init; }

    /// <summary>Which version: its number, or a label. Absent: the newest.</summary>
    public TextOrNumber? DefinitionVersion { get; init; }

    /// <summary>Its id, and its agent's; 1–128 of letters, digits, <c>. _ : -</c>, unique in the registry. Absent: the registry's choice.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Its name; 1–128 characters. Absent: the definition's.</summary>
    public string? Name { get; init; }

    /// <summary>The project within the workspace. Absent: default.</summary>
    public string? Project { get; init; }

    /// <summary>Its configuration, which must keep the definition's schema; a JSON object of up to 256 KiB. Absent: the definition's default.</summary>
    public JsonElement? Configuration { get; init; }
}

/// <summary>Another configuration.</summary>
internal sealed record InstanceConfiguration
{
    /// <summary>The configuration from now on, whole; a JSON object of up to 256 KiB that keeps the schema. Required.</summary>
    [Required]
    public JsonElement? Configuration { get; init; }

    /// <summary>As the header If-Match: the revision that the instance must have now.</summary>
    public long? ExpectedRevision { get; init; }
}

/// <summary>Another status.</summary>
internal sealed record InstanceStatus
{
    /// <summary>The status, which must be able to follow the one that it has. Required.</summary>
    [Required]
    public AgentStatus? Status { get; init; }

    /// <summary>What went wrong; up to 1,000 characters; only with the status error.</summary>
    public string? Error { get; init; }
}
